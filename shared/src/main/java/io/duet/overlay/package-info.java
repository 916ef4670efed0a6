/** Every overlay's functions, publish and search, and how an experiment builds a network. */
@NullMarked
package io.duet.overlay;

import org.jspecify.annotations.NullMarked;
