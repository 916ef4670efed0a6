package io.duet.unstructured.tracker;

import io.duet.node.Host;
import io.duet.overlay.spi.Setting;
import io.duet.overlay.spi.Settings;
import io.duet.overlay.spi.SettingsBinder;

/** The settings of a network with trackers. Times are nanoseconds. */
record TrackerConfig(
    @Setting(value = "auto", doc = "Role of a node that runs as a process.") Role role,
    @Setting(
            value = "4",
            max = TrackerMessage.TRACKERS_MAX,
            doc = "Trackers of an experiment, its first nodes; by default 4 and 1 in 1,000 nodes.")
        int trackers,
    @Setting(value = "1048576", max = 1 << 20, doc = "Most peers that a tracker takes.")
        int peersMax,
    @Setting(value = "1s", large = "30s", doc = "Period of heartbeats.") long heartbeatNanos,
    @Setting(value = "1s", doc = "Time to wait for a reply.") long timeoutNanos,
    @Setting(value = "10s", large = "5m", doc = "Period of asking about the next held content.")
        long exchangeNanos,
    @Setting(value = "16", max = PieceBitfield.COUNT_MAX, doc = "Pieces of each content.")
        int pieces,
    @Setting(value = "all", doc = "Pieces of published contents: all, or a range such as 0-7.")
        String heldPieces) {

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

  TrackerConfig {
    PieceBitfield.of(pieces, heldPieces); // throws if it is invalid
  }

  /** The defaults: one tracker per 1,000 nodes and four more, so that a few may die. */
  static Settings defaults(int nodes) {
    int trackers = Math.min(TrackerMessage.TRACKERS_MAX, 4 + nodes / NODES_PER_TRACKER);
    return SettingsBinder.defaults(TrackerConfig.class, nodes).with("trackers", trackers);
  }

  /** The time since which a dropped node has been silent; checked once a heartbeat. */
  long silentSince(Host host) {
    return host.nowNanos() - (long) (PERIODS_OF_SILENCE * heartbeatNanos);
  }
}
