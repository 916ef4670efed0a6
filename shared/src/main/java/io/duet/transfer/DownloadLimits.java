package io.duet.transfer;

import io.duet.content.Manifest;

/** What a download may use of the network, on sockets and in a simulation. */
public final class DownloadLimits {
  /** The requests for pieces that wait at one provider: enough for 100 ms of delay at 40 MB/s. */
  public static final int REQUESTS_MAX = 4;

  /** The providers from which one download fetches, if it misses as many pieces. */
  public static final int PROVIDERS_MAX = 64;

  /** The providers from which a download of few pieces fetches. */
  public static final int PROVIDERS_MIN = 16;

  /** The providers of which one download knows. */
  public static final int KNOWN_MAX = 256;

  /** The time in nanoseconds without a turn after which another provider may be tried instead. */
  public static final long WAIT_NANOS_MAX = 1_000_000_000L;

  /** The peers that a node serves at the same time. */
  public static final int SERVED_MAX = 256;

  /** The turns of a node whose upload rate is not limited. */
  public static final int TURNS_MAX = 8;

  /** The time in nanoseconds from one search for providers to the next, if it found new ones. */
  public static final long SEARCH_NANOS = 5_000_000_000L;

  /** The longest such time, while searches find nobody new. */
  public static final long SEARCH_NANOS_MAX = 60_000_000_000L;

  /** The time in nanoseconds between two looks at what to retry or search. */
  public static final long TICK_NANOS = 500_000_000L;

  /**
   * The pause in nanoseconds after a provider's first failure; it doubles with each further one.
   */
  public static final long RETRY_NANOS_MIN = 1_000_000_000L;

  /** The longest pause in nanoseconds. */
  public static final long RETRY_NANOS_MAX = 30_000_000_000L;

  /** The time in nanoseconds after which a stream on which nothing moves is closed. */
  public static final long SILENCE_NANOS = 60_000_000_000L;

  /** The peers of which a node tells a peer that asks for the same content. */
  public static final int OTHERS_MAX = 16;

  /** The shortest time in nanoseconds after which a turn no longer keeps others waiting. */
  private static final long TURN_NANOS_MIN = 1_000_000_000L;

  /** The time in nanoseconds without progress after which pieces are requested a second time. */
  public static final long AGAIN_NANOS = 1_000_000_000L;

  private DownloadLimits() {}

  /**
   * The number of providers from which a download fetches at once, while {@code missing} pieces are
   * missing. With fewer, the nodes of a crowd soon have no new pieces for each other; more than one
   * for each piece would be idle.
   */
  public static int providers(int missing) {
    return Math.max(PROVIDERS_MIN, Math.min(PROVIDERS_MAX, missing));
  }

  /** The turns of a node with this upload rate: enough for 100 ms from a turn to its piece. */
  public static int turns(double bytesPerSecond) {
    return (int) Math.min(TURNS_MAX, 2 + bytesPerSecond / 10 / Manifest.PIECE_BYTES);
  }

  /**
   * The nanoseconds after which a turn no longer keeps others waiting, although its piece has not
   * been sent: four times what it takes if all turns are used.
   */
  public static long turnNanos(double bytesPerSecond) {
    double seconds = 4.0 * turns(bytesPerSecond) * Manifest.PIECE_BYTES / bytesPerSecond;
    return Math.max(TURN_NANOS_MIN, (long) (seconds * 1e9));
  }
}
