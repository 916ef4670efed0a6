package io.duet.unstructured.message;

/**
 * What one node is to another, by the word of that other one: one thing at a time, so that who has
 * lost a bond learns of it even where another one has taken its place.
 */
public enum PeerRelation {
  /** Nothing, or nothing any more. */
  NONE,
  /** It is served there. */
  LEAF,
  /** It serves there. */
  SUPER_PEER,
  /** It is linked. */
  NEIGHBOR,
  /** It shares the leaves. */
  PARTNER
}
