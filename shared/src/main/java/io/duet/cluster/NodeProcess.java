package io.duet.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Finds the process of a node again, and never takes another process for it. */
final class NodeProcess {
  /** How far two readings of a start may differ, because the system's clock was adjusted. */
  private static final Duration START_ERROR_MAX = Duration.ofSeconds(2);

  private NodeProcess() {}

  /** The running process of a node; none if it has ended, even if its pid was given to another. */
  static Optional<ProcessHandle> of(ClusterNode node) {
    return node.pid() <= 0
        ? Optional.empty()
        : ProcessHandle.of(node.pid()).filter(process -> isRunning(process, node.startedMs()));
  }

  static boolean isRunning(ClusterNode node) {
    return of(node).isPresent();
  }

  /** A process that has ended and still waits for its parent to ask why has no command. */
  private static boolean isRunning(ProcessHandle process, long startedMs) {
    Instant recorded = Instant.ofEpochMilli(startedMs);
    return process.isAlive()
        && process.info().command().isPresent()
        && process
            .info()
            .startInstant()
            .filter(start -> isNear(Duration.between(start, recorded)))
            .isPresent();
  }

  private static boolean isNear(Duration difference) {
    return difference.abs().compareTo(START_ERROR_MAX) <= 0;
  }
}
