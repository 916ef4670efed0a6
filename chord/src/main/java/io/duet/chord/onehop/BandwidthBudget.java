package io.duet.chord.onehop;

/** Bandwidth budget: bytes accrue over time, up to those of 90 seconds, and pay for messages. */
final class BandwidthBudget {
  private static final int PACKET_BYTES = 20;
  private static final int ENTRY_BYTES = 9;
  private static final int SECONDS_MAX = 90;
  private static final int FIRST_SECONDS = 400; // enough for a newcomer to read a whole table

  private final int bytesPerSecond;
  private double bytes;
  private long earnedNanos;

  BandwidthBudget(int bytesPerSecond, long nowNanos) {
    this.bytesPerSecond = bytesPerSecond;
    this.bytes = (double) bytesPerSecond * FIRST_SECONDS;
    this.earnedNanos = nowNanos;
  }

  /** Adds the bytes accrued since the last call. */
  void earn(long nowNanos) {
    double most =
        Math.max((double) bytesPerSecond * SECONDS_MAX, bytes); // the initial budget is larger
    bytes = Math.min(most, bytes + bytesPerSecond * (nowNanos - earnedNanos) / 1e9);
    earnedNanos = nowNanos;
  }

  /** Maximum number of peers in a message that the budget pays for. */
  int entries() {
    return (int) Math.max(0, (bytes - PACKET_BYTES) / ENTRY_BYTES);
  }

  /** Pays for messages with {@code entries} peers in total. */
  void pay(int messages, int entries) {
    bytes -= messages * PACKET_BYTES + entries * ENTRY_BYTES;
  }
}
