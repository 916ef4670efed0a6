package io.duet.netty.stream;

import io.github.bucket4j.Bucket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The upload rate of a node, shared by its streams. Each stream reserves one small part after
 * another, and parts are sent in the order of their reservations, so peers have equal shares.
 */
public final class UploadRate {
  private static final int PART_BYTES = 1 << 16;
  private static final int BURST_BYTES = 1 << 20;

  private final double bytesPerSecond;
  private final @Nullable Bucket bucket; // null without a limit

  /** A rate without a limit. */
  public static UploadRate unlimited() {
    return new UploadRate(Double.POSITIVE_INFINITY, null);
  }

  /** A limit of this number of bytes per second, 1 or more. */
  public static UploadRate of(long bytesPerSecond) {
    return new UploadRate(
        bytesPerSecond,
        Bucket.builder()
            .addLimit(
                limit ->
                    limit.capacity(BURST_BYTES).refillGreedy(bytesPerSecond, Duration.ofSeconds(1)))
            .build());
  }

  private UploadRate(double bytesPerSecond, @Nullable Bucket bucket) {
    this.bytesPerSecond = bytesPerSecond;
    this.bucket = bucket;
  }

  /** The limit; infinite without one. */
  double bytesPerSecond() {
    return bytesPerSecond;
  }

  /** The bytes to be reserved at once: a whole piece if there is no limit. */
  int partBytes() {
    return bucket == null ? Integer.MAX_VALUE : PART_BYTES;
  }

  /** Whether there is a limit. */
  boolean isLimited() {
    return bucket != null;
  }

  /** Reserves bytes; returns the nanoseconds after which they may be sent. */
  long reserve(int bytes) {
    return bucket == null ? 0 : bucket.consumeIgnoringRateLimits(bytes);
  }

  /** Returns reserved bytes that were not sent, because their stream has ended. */
  void giveBack(int bytes) {
    if (bucket != null && bytes > 0) {
      bucket.addTokens(bytes);
    }
  }
}
