/** The unstructured overlays: super-peers with their leaves, and blind flooding among equals. */
@NullMarked
package io.duet.unstructured;

import org.jspecify.annotations.NullMarked;
