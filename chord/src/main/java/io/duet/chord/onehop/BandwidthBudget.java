package io.duet.chord.onehop;

/** Bandwidth budget: bytes accrue with time, up to 90 seconds' worth, and pay for messages. */
final class BandwidthBudget {
  private static final int PACKET_BYTES = 20;
  private static final int ENTRY_BYTES = 9;
  private static final int SECONDS_MAX = 90;
  private static final int FIRST_SECONDS = 400; // a newcomer reads through a whole table

  private final int bytesPerSecond;
  private double bytes;
  private long earnedNanos;

  BandwidthBudget(int bytesPerSecond, long nowNanos) {
    this.bytesPerSecond = bytesPerSecond;
    this.bytes = (double) bytesPerSecond * FIRST_SECONDS;
    this.earnedNanos = nowNanos;
  }

  /** Adds what the time since the last call has earned. */
  void earn(long nowNanos) {
    double most = Math.max((double) bytesPerSecond * SECONDS_MAX, bytes); // the first is larger
    bytes = Math.min(most, bytes + bytesPerSecond * (nowNanos - earnedNanos) / 1e9);
    earnedNanos = nowNanos;
  }

  /** How many peers a message may name at most. */
  int entries() {
    return (int) Math.max(0, (bytes - PACKET_BYTES) / ENTRY_BYTES);
  }

  /** Pays for messages that name so many peers together. */
  void pay(int messages, int entries) {
    bytes -= messages * PACKET_BYTES + entries * ENTRY_BYTES;
  }
}
