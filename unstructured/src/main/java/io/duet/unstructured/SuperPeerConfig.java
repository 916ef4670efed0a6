package io.duet.unstructured;

import io.duet.overlay.Settings;
import java.util.random.RandomGenerator;

/**
 * How a super-peer network is run; one object for all nodes of one capacity. Times are nanoseconds.
 *
 * @param clusterSize nodes to one super-peer, itself included; 1 makes all nodes equal
 * @param degree the mean number of links between super-peers
 * @param redundancy super-peers of a cluster that share its leaves: 1, or 2 partners
 * @param elects whether leaves become super-peers, and the other way, as there is need
 * @param leavesMax the most leaves that a super-peer takes
 * @param pingNanos the period of pings, {@link #NEVER} for none
 * @param pingTimeoutNanos how long a reply is awaited
 * @param deadlineNanos the time after which a leaf's search is given up; a super-peer ends a query
 *     after two fifths of it, so that its leaf can ask once more
 * @param load how much a super-peer handles for others
 * @param search how super-peers search among each other
 * @param preset what classroom designs need beside this
 */
record SuperPeerConfig(
    int clusterSize,
    int degree,
    int redundancy,
    boolean elects,
    int leavesMax,
    long pingNanos,
    long pingTimeoutNanos,
    long deadlineNanos,
    LoadConfig load,
    SearchConfig search,
    PresetConfig preset) {

  /** The topology of networks whose super-peers link themselves to some that come before. */
  static final String GROWN = "grown";

  /** A period that no run outlives: a year, in nanoseconds. */
  static final long NEVER = 31_536_000_000_000_000L;

  private static final String AUTO = "auto";
  private static final int DEGREE = 8;
  private static final double SHARE_OF_SUPER_PEERS = 0.4;

  /**
   * Clusters as large as there are clusters, at least of eight, which keeps both the flood among
   * super-peers and the load of one small (B. Yang, H. Garcia-Molina, "Designing a super-peer
   * network", ICDE 2003, section 5). What follows from other settings is {@code auto}.
   */
  static Settings defaults(int nodes) {
    int clusterSize = Math.max(8, (int) Math.round(StrictMath.sqrt(nodes)));
    return defaults(nodes, clusterSize, DEGREE).with("ttl", AUTO);
  }

  /** Equals that flood blindly, after Gnutella's customs: four links, TTL 7. */
  static Settings floodDefaults(int nodes) {
    return defaults(nodes, 1, 4).with("ttl", 7);
  }

  private static Settings defaults(int nodes, int clusterSize, int degree) {
    Settings base =
        Settings.empty()
            .with("expectedNodes", nodes)
            .with("clusterSize", clusterSize)
            .with("degree", degree)
            .with("redundancy", 1)
            .with("elect", AUTO)
            .with("topology", GROWN)
            .with("leavesMax", AUTO)
            .with("ping", nodes <= 20_000 ? "1s" : "30s")
            .with("pingTimeout", "1s");
    return PresetConfig.defaults(SearchConfig.defaults(LoadConfig.defaults(base)));
  }

  static SuperPeerConfig of(Settings given) {
    Settings settings = resolved(given);
    int clusterSize = settings.number("clusterSize", 1, 1_000_000);
    return new SuperPeerConfig(
        clusterSize,
        settings.number("degree", 1, 10_000),
        settings.number("redundancy", 1, Math.min(2, clusterSize)),
        elects(settings, false),
        settings.number("leavesMax", 0, 4_000_000),
        settings.text("ping").equals("never") ? NEVER : settings.nanos("ping"),
        settings.nanos("pingTimeout"),
        settings.nanos("queryDeadline"),
        LoadConfig.of(settings),
        SearchConfig.of(settings, clusterSize == 1 ? 1 : SHARE_OF_SUPER_PEERS),
        PresetConfig.of(settings));
  }

  private static Settings resolved(Settings given) {
    int clusterSize = given.number("clusterSize", 1, 1_000_000);
    Settings settings = given;
    if (given.text("leavesMax").equals(AUTO)) {
      settings = settings.with("leavesMax", clusterSize == 1 ? 0 : 4 * clusterSize);
    }
    if (given.text("ttl").equals(AUTO)) {
      int nodes = given.number("expectedNodes", 1, Integer.MAX_VALUE);
      settings =
          settings.with(
              "ttl", ttl(1 + (nodes - 1) / clusterSize, given.number("degree", 1, 10_000)));
    }
    return settings;
  }

  /** A TTL that reaches all of so many super-peers on a random graph, with two hops to spare. */
  private static int ttl(int superPeers, int degree) {
    double hops = StrictMath.log(superPeers) / StrictMath.log(Math.max(2, degree - 1));
    return superPeers <= degree ? 2 : (int) StrictMath.ceil(hops) + 2;
  }

  /** Reads whether leaves become super-peers; {@code auto} leaves it to the caller. */
  static boolean elects(Settings settings, boolean auto) {
    return settings.text("elect").equals(AUTO) ? auto : settings.flag("elect");
  }

  /** The same for a node whose capacity is drawn. */
  SuperPeerConfig drawn(RandomGenerator random) {
    return withCapacity(load.capacities().draw(random));
  }

  private SuperPeerConfig withCapacity(int capacity) {
    return new SuperPeerConfig(
        clusterSize,
        degree,
        redundancy,
        elects,
        leavesMax,
        pingNanos,
        pingTimeoutNanos,
        deadlineNanos,
        load.withCapacity(capacity),
        search,
        preset);
  }

  /** How many links a super-peer chooses; its partner does too, and as many come from others. */
  int ownLinks() {
    return Math.max(1, degree / 2 / redundancy);
  }

  /** The most links of a super-peer. */
  int linksMax() {
    return preset.linksMax(redundancy * Math.max(4, 2 * degree));
  }

  /** How much a leaf could do as a super-peer; 0 when it does not want to be one. */
  int capacityOfLeaf() {
    return elects ? load.capacity() : 0;
  }

  /** Whether the node of this index is a super-peer in a network that is put together at once. */
  boolean isSuperPeer(int index) {
    return index % clusterSize < redundancy;
  }
}
