package io.duet.node;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counts messages and bytes on the wire by traffic class. One thread writes, any thread reads. */
public final class Traffic {
  private static final int CLASSES = TrafficClass.all().size();

  private final AtomicLongArray counts = new AtomicLongArray(4 * CLASSES + 1);

  /** Counts a message that was sent to the network. */
  public void sent(TrafficClass type, int bytes) {
    add(type.ordinal(), 1);
    add(CLASSES + type.ordinal(), bytes);
  }

  /** Counts the peer addresses in a message that was sent to the network. */
  public void sentAddresses(int addresses) {
    add(4 * CLASSES, addresses);
  }

  /** Counts a message that was delivered to the node. */
  public void received(TrafficClass type, int bytes) {
    add(2 * CLASSES + type.ordinal(), 1);
    add(3 * CLASSES + type.ordinal(), bytes);
  }

  /** Messages of this class sent so far. */
  public long messagesSent(TrafficClass type) {
    return counts.getOpaque(type.ordinal());
  }

  /** Bytes of this class sent so far, with frame headers, without TCP and IP headers. */
  public long bytesSent(TrafficClass type) {
    return counts.getOpaque(CLASSES + type.ordinal());
  }

  /** Messages of this class received so far. */
  public long messagesReceived(TrafficClass type) {
    return counts.getOpaque(2 * CLASSES + type.ordinal());
  }

  /** Bytes of this class received so far, counted as in {@link #bytesSent}. */
  public long bytesReceived(TrafficClass type) {
    return counts.getOpaque(3 * CLASSES + type.ordinal());
  }

  /** Peer addresses sent in messages so far; counted only in simulations. */
  public long addressesSent() {
    return counts.getOpaque(4 * CLASSES);
  }

  private void add(int index, long amount) {
    counts.setOpaque(index, counts.getPlain(index) + amount);
  }
}
