/**
 * An overlay with trackers, which index the pieces that peers hold; an entry server redirects each
 * new peer to the least loaded tracker.
 *
 * <p>Messages: {@code TrackerMessage}. Timers: the heartbeat and exchange periods of a node, the
 * retry of {@code TrackerSession}, and two of {@code SwarmSearch}. Invariants: a peer announces
 * only for itself; a search result contains only peers that have confirmed it themselves.
 */
@NullMarked
package io.duet.unstructured.tracker;

import org.jspecify.annotations.NullMarked;
