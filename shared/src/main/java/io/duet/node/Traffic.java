package io.duet.node;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counts messages and their bytes on the wire by purpose. One thread writes, any thread reads. */
public final class Traffic {
  private static final int PURPOSES = Purpose.all().size();

  private final AtomicLongArray counts = new AtomicLongArray(4 * PURPOSES + 1);

  /** Counts a message that was handed to the network. */
  public void sent(Purpose purpose, int bytes) {
    add(purpose.ordinal(), 1);
    add(PURPOSES + purpose.ordinal(), bytes);
  }

  /** Counts the peers' addresses in a message that was handed to the network. */
  public void sentAddresses(int addresses) {
    add(4 * PURPOSES, addresses);
  }

  /** Counts a message that was handed to the node. */
  public void received(Purpose purpose, int bytes) {
    add(2 * PURPOSES + purpose.ordinal(), 1);
    add(3 * PURPOSES + purpose.ordinal(), bytes);
  }

  /** Messages sent for this purpose so far. */
  public long messagesSent(Purpose purpose) {
    return counts.getOpaque(purpose.ordinal());
  }

  /** Bytes sent for this purpose so far, frame headers included, TCP and IP headers not. */
  public long bytesSent(Purpose purpose) {
    return counts.getOpaque(PURPOSES + purpose.ordinal());
  }

  /** Messages received for this purpose so far. */
  public long messagesReceived(Purpose purpose) {
    return counts.getOpaque(2 * PURPOSES + purpose.ordinal());
  }

  /** Bytes received for this purpose so far, counted as {@link #bytesSent} counts. */
  public long bytesReceived(Purpose purpose) {
    return counts.getOpaque(3 * PURPOSES + purpose.ordinal());
  }

  /** Peers' addresses sent in messages so far; counted in simulations only. */
  public long addressesSent() {
    return counts.getOpaque(4 * PURPOSES);
  }

  private void add(int index, long amount) {
    counts.setOpaque(index, counts.getPlain(index) + amount);
  }
}
