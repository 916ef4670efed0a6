/**
 * What one member knows of its ring: predecessor, successor list, fingers, and how it asks peers.
 *
 * <p>Invariants: the successor list is in ring order, without this member and without duplicates,
 * and never empty; a position follows from a peer's id, so no message can claim one.
 */
@NullMarked
package io.duet.chord.ring;

import org.jspecify.annotations.NullMarked;
