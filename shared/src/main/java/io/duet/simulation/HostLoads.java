package io.duet.simulation;

import java.util.Arrays;

/** Counts the messages and bytes that each host of a simulation sends, and those sent to it. */
public final class HostLoads {
  private long[] messages = new long[16];
  private long[] bytes = new long[16];

  HostLoads() {}

  void count(int host, int frameBytes) {
    if (host >= messages.length) {
      int length = Math.max(2 * messages.length, host + 1);
      messages = Arrays.copyOf(messages, length);
      bytes = Arrays.copyOf(bytes, length);
    }
    messages[host]++;
    bytes[host] += frameBytes;
  }

  /** The messages of the first {@code hosts} hosts, by index. */
  public long[] messages(int hosts) {
    return Arrays.copyOf(messages, hosts);
  }

  /** The bytes of the first {@code hosts} hosts, by index, with frame headers. */
  public long[] bytes(int hosts) {
    return Arrays.copyOf(bytes, hosts);
  }
}
