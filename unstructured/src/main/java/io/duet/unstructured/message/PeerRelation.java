package io.duet.unstructured.message;

/**
 * The relation of one node to another, as the other one sees it. A node has one relation at a time,
 * so it notices the loss of one relation even when another has replaced it.
 */
public enum PeerRelation {
  /** No relation, or none any more. */
  NONE,
  /** It is served by the other node. */
  LEAF,
  /** It serves the other node. */
  SUPER_PEER,
  /** It has a link for queries. */
  NEIGHBOR,
  /** It serves the same leaves. */
  PARTNER
}
