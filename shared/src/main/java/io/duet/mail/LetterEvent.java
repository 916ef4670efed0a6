package io.duet.mail;

import io.duet.node.Peer;

/**
 * What happened to a letter at this node.
 *
 * @param peer the other side: the receiver, the sender of a kept copy, or who brought the letter
 */
public record LetterEvent(Kind kind, Letter letter, Peer peer) {

  /** The kinds of events. */
  public enum Kind {
    /** The user of this node sent the letter, and it is on disk. */
    SENT,
    /** This node keeps a copy of another's letter. */
    KEPT,
    /** This node brought the letter to its receiver, or has learned that a keeper did. */
    DELIVERED,
    /** This node is the receiver, and has taken the letter. */
    RECEIVED,
    /** The letter of this node's user has waited for its whole lifetime, and is dropped. */
    EXPIRED
  }
}
