package io.duet.cluster;

import io.duet.cli.FailureException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Starts the nodes of a cluster that do not run, and waits until all are members. */
final class ClusterUp {
  private static final int CONTACTS_MAX = 4;
  private static final int JOIN_SECONDS_MAX = 60;
  private static final long PERIOD_MS = 50;

  private final ClusterFolder folder;
  private final PrintStream out;
  private final PrintStream err;
  private ClusterFile cluster;

  ClusterUp(ClusterFolder folder, ClusterFile cluster, PrintStream out, PrintStream err) {
    this.folder = folder;
    this.cluster = cluster;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts what is down.
   *
   * @throws FailureException if a node has not joined after 60 s
   */
  void run() {
    for (ClusterNode node : cluster.nodes()) {
      if (NodeProcess.isRunning(node)) {
        out.println("node " + node.number() + " runs already");
      } else {
        start(node);
      }
    }
    awaitJoined();
    List<ClusterNode> missing = cluster.nodes().stream().filter(node -> !hasJoined(node)).toList();
    missing.forEach(this::showEnd);
    if (!missing.isEmpty()) {
      throw new FailureException(names(missing) + " of " + folder.path() + " did not join");
    }
    out.printf(
        "%d nodes of %s run; see 'duet cluster status'%n",
        cluster.nodes().size(), cluster.overlay());
  }

  private void start(ClusterNode node) {
    List<String> contacts = contacts(cluster, node);
    ClusterNode started = new NodeStart(folder, cluster).start(node, contacts);
    cluster = cluster.with(started);
    folder.write(cluster);
    out.printf(
        "node %d: %s, http://%s, pid %d%n",
        node.number(), node.address(), node.httpAddress(), started.pid());
    if (contacts.isEmpty()) {
      awaitListening(started.number());
    }
  }

  /**
   * The contacts of a node: some of those that run, the first and others at equal distances; node 1
   * alone if all join through it.
   */
  static List<String> contacts(ClusterFile cluster, ClusterNode node) {
    if (cluster.throughFirst()) {
      return node.number() == 1 ? List.of() : List.of(cluster.node(1).address());
    }
    List<String> running =
        cluster.nodes().stream()
            .filter(other -> other.number() != node.number() && NodeProcess.isRunning(other))
            .map(ClusterNode::address)
            .toList();
    return spread(running);
  }

  static List<String> spread(List<String> all) {
    List<String> chosen = new ArrayList<>();
    int count = Math.min(CONTACTS_MAX, all.size());
    for (int i = 0; i < count; i++) {
      chosen.add(all.get(i * all.size() / count));
    }
    return chosen;
  }

  /** Others join through a node that founds a network, so it must be reachable first. */
  private void awaitListening(int number) {
    await(() -> !NodeProcess.isRunning(cluster.node(number)) || log(number).saysListening());
  }

  private void awaitJoined() {
    await(() -> cluster.nodes().stream().allMatch(this::hasJoinedOrEnded));
  }

  private boolean hasJoinedOrEnded(ClusterNode node) {
    return log(node.number()).saysJoined() || !NodeProcess.isRunning(node);
  }

  private boolean hasJoined(ClusterNode node) {
    return NodeProcess.isRunning(node) && log(node.number()).saysJoined();
  }

  private NodeLog log(int number) {
    return new NodeLog(folder.log(number), cluster.node(number).logOffset());
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(JOIN_SECONDS_MAX);
    try {
      while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(PERIOD_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailureException("interrupted while waiting for the nodes", e);
    }
  }

  private void showEnd(ClusterNode node) {
    String state = NodeProcess.isRunning(node) ? "has not joined" : "has ended";
    err.printf("node %d %s; the end of %s:%n", node.number(), state, folder.log(node.number()));
    log(node.number()).end().forEach(line -> err.println("  " + line));
  }

  private static String names(List<ClusterNode> nodes) {
    return nodes.stream().map(node -> "node " + node.number()).collect(Collectors.joining(", "));
  }
}
