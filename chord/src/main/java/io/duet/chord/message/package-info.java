/** The messages of a Chord ring, and the bounds of what one message holds. */
@NullMarked
package io.duet.chord.message;

import org.jspecify.annotations.NullMarked;
