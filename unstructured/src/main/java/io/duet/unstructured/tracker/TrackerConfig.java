package io.duet.unstructured.tracker;

import io.duet.overlay.Settings;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a network with trackers is run; one object for all nodes. Times are nanoseconds.
 *
 * @param role what a node run as a process is
 * @param trackers how many nodes of an experiment are trackers, its first ones
 * @param peersMax the most peers that a tracker takes
 * @param beatNanos the period in which peers and trackers say that they live
 * @param timeoutNanos how long a reply is awaited
 * @param exchangeNanos the period in which a peer asks about the next content that it holds
 * @param pieces what a node holds of each content that it publishes
 */
record TrackerConfig(
    Role role,
    int trackers,
    int peersMax,
    long beatNanos,
    long timeoutNanos,
    long exchangeNanos,
    Pieces pieces) {

  /** What a node is; every one is a peer as well. */
  enum Role {
    /** An entry server and a tracker when it has no contacts, and else a peer. */
    AUTO,
    /** Sends peers to trackers. */
    ENTRY,
    /** Knows who holds what. */
    TRACKER,
    /** A peer and no more. */
    PEER
  }

  /** Who is silent for so many periods is gone. */
  private static final double PERIODS_OF_SILENCE = 3.5;

  private static final int LARGE = 20_000;
  private static final int NODES_PER_TRACKER = 1_000;
  private static final int TRACKERS_MAX = WireLimits.TRACKERS_MAX;
  private static final Pattern RANGE = Pattern.compile("(\\d{1,4})-(\\d{1,4})");

  /** One tracker for a thousand nodes and four more, so that a few may die. */
  static Settings defaults(int nodes) {
    return Settings.empty()
        .with("role", "auto")
        .with("trackers", Math.min(TRACKERS_MAX, 4 + nodes / NODES_PER_TRACKER))
        .with("peersMax", 1 << 20)
        .with("beat", nodes <= LARGE ? "1s" : "30s")
        .with("timeout", "1s")
        .with("exchange", nodes <= LARGE ? "10s" : "5m")
        .with("pieces", 16)
        .with("holds", "all");
  }

  static TrackerConfig of(Settings settings) {
    return new TrackerConfig(
        role(settings.text("role")),
        settings.number("trackers", 1, TRACKERS_MAX),
        settings.number("peersMax", 1, 1 << 20),
        settings.nanos("beat"),
        settings.nanos("timeout"),
        settings.nanos("exchange"),
        pieces(settings.number("pieces", 1, Pieces.COUNT_MAX), settings.text("holds")));
  }

  private static Role role(String text) {
    for (Role role : Role.values()) {
      if (role.name().toLowerCase(Locale.ROOT).equals(text)) {
        return role;
      }
    }
    throw new IllegalArgumentException(
        "role is '" + text + "', but must be auto, entry, tracker or peer");
  }

  private static Pieces pieces(int count, String holds) {
    Matcher range = RANGE.matcher(holds);
    if (holds.equals("all")) {
      return Pieces.all(count);
    }
    int first = range.matches() ? Integer.parseInt(range.group(1)) : count;
    int last = range.matches() ? Integer.parseInt(range.group(2)) : count;
    if (first > last || last >= count) {
      throw new IllegalArgumentException(
          "holds is '%s', but must be all, or a range of the pieces 0 to %d such as 0-%d"
              .formatted(holds, count - 1, (count - 1) / 2));
    }
    return Pieces.range(count, first, last);
  }

  /** The time after which one that is silent is gone; it is looked for once a beat. */
  long silenceNanos() {
    return (long) (PERIODS_OF_SILENCE * beatNanos);
  }
}
