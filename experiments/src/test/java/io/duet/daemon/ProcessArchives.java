package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Two archives of loaded classes, one for nodes and one for commands. A process that shares them
 * starts with about half of the work. A node and a command that end are what makes them.
 */
final class ProcessArchives {
  private static final Path NODE = ProcessClassPath.FOLDER.resolve("node.jsa");
  private static final Path COMMAND = ProcessClassPath.FOLDER.resolve("command.jsa");
  private static final Set<String> NODES = Set.of("node", "cluster"); // a cluster passes it on

  static {
    ProcessClassPath.makeOnce(NODE, ProcessArchives::make);
  }

  private ProcessArchives() {}

  /** The option of a virtual machine which runs this command of {@code duet}. */
  static String option(String command) {
    Path archive = NODES.contains(command) ? NODE : COMMAND;
    return Files.exists(archive) ? "-XX:SharedArchiveFile=" + archive : "-Xshare:auto";
  }

  private static void make() throws IOException, InterruptedException {
    ProcessClassPath.removeOlder();
    Path folder = Files.createDirectories(ProcessClassPath.FOLDER.resolve("made"));
    String file = Files.writeString(folder.resolve("a.txt"), "a file").toString();
    String data = folder.resolve("data").toString();
    try (DuetProcess node = DuetProcess.archivingNode(NODE, "--data", data)) {
      node.awaitListening();
      node.awaitJoined();
      try (DuetProcess put =
          DuetProcess.archiving(COMMAND, "put", file, "--http", node.httpPort())) {
        assertThat(put.awaitEnd()).isZero();
      }
      node.endInput();
      assertThat(node.awaitEnd()).isZero();
    }
  }
}
