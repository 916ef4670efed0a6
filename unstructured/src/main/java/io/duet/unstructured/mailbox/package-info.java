/**
 * An overlay of equal peers with a mailbox: requests for inactive peers wait at keepers until the
 * receiver returns.
 *
 * <p>Messages: {@code MailboxMessage}. Timers: the ping period of a node, and two of {@code
 * WaveSearch}. Invariants: a peer is listed only after a message of its own; a user receives each
 * request once.
 */
@NullMarked
package io.duet.unstructured.mailbox;

import org.jspecify.annotations.NullMarked;
