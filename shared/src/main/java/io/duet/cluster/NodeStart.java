package io.duet.cluster;

import io.duet.cli.Duet;
import io.duet.cli.FailureException;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Starts nodes of a cluster as processes that outlive the command and its terminal. */
record NodeStart(ClusterFolder folder, ClusterFile cluster) {
  private static final String CONFIGURATION = "DUET_";

  /**
   * Starts a node that joins through these contacts; none if it creates a network.
   *
   * @return the node with its process
   */
  ClusterNode start(ClusterNode node, List<String> contacts) {
    Path log = folder.log(node.number()).toAbsolutePath();
    long offset = NodeLog.size(log);
    try {
      Process process = process(node, contacts, log).start();
      Files.writeString(folder.pidFile(node.number()), process.pid() + "\n");
      Instant started = process.info().startInstant().orElseGet(Instant::now);
      return node.startedAs(process.pid(), started.toEpochMilli(), offset);
    } catch (IOException e) {
      throw new FailureException(
          "node " + node.number() + " cannot be started: " + e.getMessage(), e);
    }
  }

  private ProcessBuilder process(ClusterNode node, List<String> contacts, Path log) {
    List<String> command = new ArrayList<>(detached());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ownOptions());
    command.add(Duet.class.getName());
    command.addAll(arguments(node, contacts));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.nodeFolder(node.number()).toFile())
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith(CONFIGURATION));
    builder.environment().put("CLASSPATH", absolute(System.getProperty("java.class.path")));
    return builder;
  }

  /** The arguments of {@code duet}; the node reads no configuration besides them. */
  List<String> arguments(ClusterNode node, List<String> contacts) {
    List<String> arguments = new ArrayList<>(List.of("node", "--overlay", cluster.overlay()));
    arguments.addAll(List.of("--listen", node.address()));
    arguments.addAll(List.of("--http", String.valueOf(node.httpPort()), "--config="));
    arguments.addAll(List.of("--data", "data"));
    cluster.settings().forEach(setting -> arguments.addAll(List.of("--set", setting)));
    if (!node.role().isEmpty()) {
      arguments.addAll(List.of("--set", "role=" + node.role()));
    }
    if (!contacts.isEmpty()) {
      arguments.addAll(List.of("--join", String.join(",", contacts)));
    }
    return arguments;
  }

  /** A session of its own keeps a closing terminal and its interrupts away from the node. */
  private static List<String> detached() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, "setsid"))
        .filter(Files::isExecutable)
        .limit(1)
        .map(Path::toString)
        .toList();
  }

  /** The options of this virtual machine, except those that two cannot have at once. */
  private static List<String> ownOptions() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !option.startsWith("-agentlib") && !option.startsWith("-Dduet."))
        .toList();
  }

  private static String absolute(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
