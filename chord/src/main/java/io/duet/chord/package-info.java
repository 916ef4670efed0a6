/** The structured overlay: a Chord ring that follows the corrected protocol. */
@NullMarked
package io.duet.chord;

import org.jspecify.annotations.NullMarked;
