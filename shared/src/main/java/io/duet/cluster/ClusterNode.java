package io.duet.cluster;

/**
 * One node of a cluster, as {@code cluster.json} records it.
 *
 * @param number the node, counted from 1
 * @param role its setting {@code role}; empty for the default
 * @param port the loopback port for peers
 * @param httpPort the loopback port for commands and Prometheus
 * @param pid the process that was started last; 0 if there is none
 * @param startedMs when that process started, in milliseconds since 1970
 * @param logOffset the size of its log before that start, in bytes
 */
record ClusterNode(
    int number, String role, int port, int httpPort, long pid, long startedMs, long logOffset) {
  private static final int PORT_MAX = 65_535;

  ClusterNode {
    if (Math.min(port, httpPort) < 1 || Math.max(port, httpPort) > PORT_MAX) {
      throw new IllegalArgumentException("node " + number + " has a port that does not exist");
    }
  }

  /** A node that has not run yet. */
  static ClusterNode planned(int number, String role, int port, int httpPort) {
    return new ClusterNode(number, role, port, httpPort, 0, 0, 0);
  }

  /** The same node with another process. */
  ClusterNode startedAs(long pid, long startedMs, long logOffset) {
    return new ClusterNode(number, role, port, httpPort, pid, startedMs, logOffset);
  }

  /** The same node without a process. */
  ClusterNode ended() {
    return startedAs(0, 0, logOffset);
  }

  /** The address for peers. */
  String address() {
    return "127.0.0.1:" + port;
  }

  /** The address for commands and Prometheus. */
  String httpAddress() {
    return "127.0.0.1:" + httpPort;
  }
}
