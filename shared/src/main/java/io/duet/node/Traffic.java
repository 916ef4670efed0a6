package io.duet.node;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counts messages and bytes on the wire by traffic class. One thread writes, any thread reads. */
public final class Traffic {
  private static final int PURPOSES = TrafficClass.all().size();

  private final AtomicLongArray counts = new AtomicLongArray(4 * PURPOSES + 1);

  /** Counts a message that was sent to the network. */
  public void sent(TrafficClass purpose, int bytes) {
    add(purpose.ordinal(), 1);
    add(PURPOSES + purpose.ordinal(), bytes);
  }

  /** Counts the peer addresses in a message that was sent to the network. */
  public void sentAddresses(int addresses) {
    add(4 * PURPOSES, addresses);
  }

  /** Counts a message that was delivered to the node. */
  public void received(TrafficClass purpose, int bytes) {
    add(2 * PURPOSES + purpose.ordinal(), 1);
    add(3 * PURPOSES + purpose.ordinal(), bytes);
  }

  /** Messages of this class sent so far. */
  public long messagesSent(TrafficClass purpose) {
    return counts.getOpaque(purpose.ordinal());
  }

  /** Bytes of this class sent so far, with frame headers, without TCP and IP headers. */
  public long bytesSent(TrafficClass purpose) {
    return counts.getOpaque(PURPOSES + purpose.ordinal());
  }

  /** Messages of this class received so far. */
  public long messagesReceived(TrafficClass purpose) {
    return counts.getOpaque(2 * PURPOSES + purpose.ordinal());
  }

  /** Bytes of this class received so far, counted as in {@link #bytesSent}. */
  public long bytesReceived(TrafficClass purpose) {
    return counts.getOpaque(3 * PURPOSES + purpose.ordinal());
  }

  /** Peer addresses sent in messages so far; counted only in simulations. */
  public long addressesSent() {
    return counts.getOpaque(4 * PURPOSES);
  }

  private void add(int index, long amount) {
    counts.setOpaque(index, counts.getPlain(index) + amount);
  }
}
