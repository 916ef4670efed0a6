package io.duet.metrics;

import java.time.Duration;
import java.util.stream.LongStream;

/** The upper bounds of the histogram buckets, fixed so that overlays and runs are comparable. */
final class Buckets {
  private static final long[] DURATIONS_MICROS = {
    100, 200, 500,
    1_000, 2_000, 5_000,
    10_000, 20_000, 50_000,
    100_000, 200_000, 500_000,
    1_000_000, 2_000_000, 5_000_000,
    10_000_000, 20_000_000, 30_000_000
  };

  private Buckets() {}

  /** From 100 µs, a fast answer on loopback, to 30 s, when the slowest searches are given up. */
  static Duration[] durations() {
    return LongStream.of(DURATIONS_MICROS)
        .mapToObj(micros -> Duration.ofNanos(micros * 1_000))
        .toArray(Duration[]::new);
  }

  /** One bucket per hop where ring and super-peer networks differ, coarser ones beyond. */
  static double[] hops() {
    return new double[] {0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 24, 32};
  }
}
