/** The messages of a Chord ring, and the bounds of their fields. */
@NullMarked
package io.duet.chord.message;

import org.jspecify.annotations.NullMarked;
