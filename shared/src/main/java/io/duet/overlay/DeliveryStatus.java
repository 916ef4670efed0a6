package io.duet.overlay;

/** The delivery status of a request, a text for the user of another peer. */
public enum DeliveryStatus {
  /** The peer has it. */
  DELIVERED,
  /** The peer does not reply; others keep copies until it does. */
  WAITING,
  /** The peer does not reply, and only this node keeps the request. */
  WAITING_HERE_ALONE,
  /** It is too long, or the queue is full; it was dropped. */
  REFUSED
}
