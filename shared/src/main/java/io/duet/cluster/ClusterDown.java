package io.duet.cluster;

import io.duet.cli.FailureException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Ends the nodes of a cluster: all are interrupted, and those that do not leave are killed. */
record ClusterDown(ClusterFolder folder, PrintStream out) {
  private static final int LEAVE_SECONDS_MAX = 20;
  private static final int KILL_SECONDS_MAX = 5;

  private record Running(ClusterNode node, ProcessHandle process) {}

  /**
   * Ends all nodes that run.
   *
   * @throws FailureException if a node had to be killed, because it did not leave within 20 s
   */
  void run() {
    ClusterFile cluster = folder.existing();
    List<Running> running =
        cluster.nodes().stream().flatMap(node -> running(node).stream()).toList();
    running.forEach(each -> each.process().destroy());
    awaitEnd(running, LEAVE_SECONDS_MAX);
    List<Running> late = running.stream().filter(ClusterDown::stillRuns).toList();
    late.forEach(each -> each.process().destroyForcibly());
    awaitEnd(late, KILL_SECONDS_MAX);
    running.forEach(each -> report(each, late.contains(each)));
    forgetEnded(cluster);
    out.println(running.isEmpty() ? "no node ran" : running.size() + " nodes have ended");
    if (!late.isEmpty()) {
      throw new FailureException("nodes did not leave in time: " + late.size());
    }
  }

  private static Optional<Running> running(ClusterNode node) {
    return NodeProcess.of(node).map(process -> new Running(node, process));
  }

  private static boolean stillRuns(Running each) {
    return NodeProcess.isRunning(each.node());
  }

  private static void awaitEnd(List<Running> processes, int secondsMax) {
    CompletableFuture<?>[] ends =
        processes.stream().map(each -> each.process().onExit()).toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(ends).completeOnTimeout(null, secondsMax, TimeUnit.SECONDS).join();
  }

  private void report(Running each, boolean killed) {
    String how = stillRuns(each) ? "still runs" : killed ? "was killed" : "has left";
    out.printf("node %d %s%n", each.node().number(), how);
  }

  private void forgetEnded(ClusterFile cluster) {
    ClusterFile rest = cluster;
    for (ClusterNode node : cluster.nodes()) {
      if (!NodeProcess.isRunning(node)) {
        rest = rest.with(node.ended());
        deletePidFile(node);
      }
    }
    folder.write(rest);
  }

  private void deletePidFile(ClusterNode node) {
    try {
      Files.deleteIfExists(folder.pidFile(node.number()));
    } catch (IOException e) {
      throw new FailureException("a pid file cannot be deleted: " + e.getMessage(), e);
    }
  }
}
