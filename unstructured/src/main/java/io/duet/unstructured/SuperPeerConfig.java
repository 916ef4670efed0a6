package io.duet.unstructured;

import io.duet.overlay.Settings;

/**
 * How a super-peer network is run; one object for all nodes. Times are nanoseconds.
 *
 * @param clusterSize nodes to one super-peer, itself included
 * @param degree the mean number of links between super-peers
 * @param ttl how many hops a query lives among super-peers
 * @param leavesMax the most leaves that a super-peer takes
 * @param pingNanos the period of pings
 * @param pingTimeoutNanos how long a reply is awaited
 * @param deadlineNanos the time after which a leaf's search is given up; a super-peer gives a query
 *     without a hit up after two fifths of it, so that its leaf can ask once more
 */
record SuperPeerConfig(
    int clusterSize,
    int degree,
    int ttl,
    int leavesMax,
    long pingNanos,
    long pingTimeoutNanos,
    long deadlineNanos) {

  private static final int DEGREE = 8;

  /**
   * Clusters as large as there are clusters, at least of eight, which keeps both the flood among
   * super-peers and the load of one small (B. Yang, H. Garcia-Molina, "Designing a super-peer
   * network", ICDE 2003, section 5); a TTL that reaches all super-peers of a random graph, with two
   * hops to spare.
   */
  static Settings defaults(int nodes) {
    int clusterSize = Math.max(8, (int) Math.round(StrictMath.sqrt(nodes)));
    int superPeers = (nodes + clusterSize - 1) / clusterSize;
    double hops = StrictMath.log(superPeers) / StrictMath.log(DEGREE - 1.0);
    return Settings.empty()
        .with("clusterSize", clusterSize)
        .with("degree", DEGREE)
        .with("ttl", superPeers <= DEGREE ? 2 : (int) StrictMath.ceil(hops) + 2)
        .with("leavesMax", 4 * clusterSize)
        .with("ping", nodes <= 20_000 ? "1s" : "30s")
        .with("pingTimeout", "1s")
        .with("queryDeadline", "5s");
  }

  static SuperPeerConfig of(Settings settings) {
    return new SuperPeerConfig(
        settings.number("clusterSize", 1, 1_000_000),
        settings.number("degree", 1, 10_000),
        settings.number("ttl", 1, 100),
        settings.number("leavesMax", 1, 1_000_000),
        settings.nanos("ping"),
        settings.nanos("pingTimeout"),
        settings.nanos("queryDeadline"));
  }

  /** How many links a super-peer makes itself; as many come from others. */
  int ownLinks() {
    return Math.max(1, degree / 2);
  }

  /** The most links of a super-peer. */
  int linksMax() {
    return Math.max(4, 2 * degree);
  }

  /** Whether the node of this index is a super-peer. */
  boolean isSuperPeer(int index) {
    return index % clusterSize == 0;
  }
}
