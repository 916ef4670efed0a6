package io.duet.simulation;

import java.util.Arrays;

/** What each host of a simulation has to handle: what it sends, and what is on its way to it. */
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

  /** Messages of the first so many hosts, by index. */
  public long[] messages(int hosts) {
    return Arrays.copyOf(messages, hosts);
  }

  /** Bytes of the first so many hosts, by index, frame headers included. */
  public long[] bytes(int hosts) {
    return Arrays.copyOf(bytes, hosts);
  }
}
