package io.duet.overlay;

/** What has become of a request, a text for the user of another peer. */
public enum RequestFate {
  /** The peer has it. */
  DELIVERED,
  /** The peer does not answer; others keep copies until it does. */
  WAITING,
  /** The peer does not answer, and nobody but this node keeps the request. */
  WAITING_HERE_ALONE,
  /** It is too long, or there is no room for it; nobody keeps it. */
  REFUSED,
  /** Nodes of this overlay carry no requests. */
  UNSUPPORTED
}
