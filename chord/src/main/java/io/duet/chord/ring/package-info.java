/**
 * The state of one member: settings, predecessor, successor list, fingers and pending requests.
 *
 * <p>Messages and timers: none of its own, except the deadlines of requests. Invariants: the
 * successor list is in ring order, without duplicates, and never empty; it lacks this member unless
 * that is alone. A position follows from a peer's id, so no message can claim one.
 */
@NullMarked
package io.duet.chord.ring;

import org.jspecify.annotations.NullMarked;
