package io.duet.unstructured.tracker;

import io.duet.overlay.spi.Setting;
import io.duet.overlay.spi.Settings;
import io.duet.overlay.spi.SettingsBinder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The settings of a network with trackers. Times are nanoseconds. */
record TrackerConfig(
    @Setting(value = "auto", doc = "Role of a node that runs as a process.") Role role,
    @Setting(
            value = "4",
            max = WireLimits.TRACKERS_MAX,
            doc = "Trackers of an experiment, its first nodes; by default 4 and 1 in 1,000 nodes.")
        int trackers,
    @Setting(value = "1048576", max = 1 << 20, doc = "Most peers that a tracker takes.")
        int peersMax,
    @Setting(value = "1s", large = "30s", doc = "Period of heartbeats.") long beatNanos,
    @Setting(value = "1s", doc = "Time to wait for a reply.") long timeoutNanos,
    @Setting(value = "10s", large = "5m", doc = "Period of asking about the next held content.")
        long exchangeNanos,
    @Setting(
            name = "pieces",
            value = "16",
            max = PieceBitfield.COUNT_MAX,
            doc = "Pieces of each content.")
        int pieceCount,
    @Setting(value = "all", doc = "Pieces of published contents: all, or a range such as 0-7.")
        String holds) {

  /** The role of a node, which is always a peer too. */
  enum Role {
    /** An entry server and tracker if it has no contacts, otherwise a peer. */
    AUTO,
    ENTRY,
    TRACKER,
    PEER
  }

  /** A tracker or peer that is silent for this many periods is dropped. */
  private static final double PERIODS_OF_SILENCE = 3.5;

  private static final int NODES_PER_TRACKER = 1_000;
  private static final Pattern RANGE = Pattern.compile("(\\d{1,4})-(\\d{1,4})");

  TrackerConfig {
    pieces(pieceCount, holds); // throws if it is invalid
  }

  /** The defaults: one tracker per 1,000 nodes and four more, so that a few may die. */
  static Settings defaults(int nodes) {
    int trackers = Math.min(WireLimits.TRACKERS_MAX, 4 + nodes / NODES_PER_TRACKER);
    return SettingsBinder.defaults(TrackerConfig.class, nodes).with("trackers", trackers);
  }

  static TrackerConfig of(Settings settings) {
    return SettingsBinder.bind(TrackerConfig.class, settings);
  }

  /** The pieces that a node holds of each content that it publishes. */
  PieceBitfield pieces() {
    return pieces(pieceCount, holds);
  }

  private static PieceBitfield pieces(int count, String holds) {
    Matcher range = RANGE.matcher(holds);
    if (holds.equals("all")) {
      return PieceBitfield.all(count);
    }
    int first = range.matches() ? Integer.parseInt(range.group(1)) : count;
    int last = range.matches() ? Integer.parseInt(range.group(2)) : count;
    if (first > last || last >= count) {
      throw new IllegalArgumentException(
          "holds is '%s', but must be all, or a range of the pieces 0 to %d such as 0-%d"
              .formatted(holds, count - 1, (count - 1) / 2));
    }
    return PieceBitfield.range(count, first, last);
  }

  /** The silence after which a node is dropped; checked once a beat. */
  long silenceNanos() {
    return (long) (PERIODS_OF_SILENCE * beatNanos);
  }
}
