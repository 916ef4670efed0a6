/**
 * The mailbox of a node, on every overlay: letters to peers that are absent wait on disk, at their
 * sender and at a few keepers that the overlay names, until they are delivered or expire.
 *
 * <p>A node that holds letters for a peer publishes the key of that peer's mailbox. A peer that
 * returns searches this key and tells each holder that it is here. A holder then dials the peer's
 * own address, so nobody can collect the letters of another by claiming to be that peer.
 *
 * <p>Messages: {@link io.duet.mail.MailMessage}. Invariants: a node acknowledges a letter only once
 * it is durable; a holder drops a letter only after its receiver's acknowledgment, or when the
 * letter expires; a receiver takes each letter id once.
 */
@NullMarked
package io.duet.mail;

import org.jspecify.annotations.NullMarked;
