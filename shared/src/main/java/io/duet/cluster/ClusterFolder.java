package io.duet.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.duet.cli.Command;
import io.duet.cli.FailureException;
import io.duet.cli.UsageException;
import io.duet.http.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;

/**
 * The folder of a cluster: {@code cluster.json}, {@code targets.json} for Prometheus, and {@code
 * node-1}, {@code node-2} and so on, each with the log and the pid of its node.
 */
public record ClusterFolder(Path path) {
  private static final long BYTES_MAX = 1 << 20;
  private static final String USUAL = "duet-cluster";
  private static final ObjectMapper JSON =
      Json.mapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  private record Target(List<String> targets, Map<String, String> labels) {}

  /** The option that names the folder. */
  public static Option option() {
    return Command.valued("dir", "DIR", "use the cluster in this folder (./" + USUAL + ")");
  }

  /** The folder that a command line names, or the usual one. */
  public static ClusterFolder of(CommandLine line) {
    return new ClusterFolder(Path.of(line.getOptionValue("dir", USUAL)));
  }

  /**
   * The HTTP port of a node.
   *
   * @param number its number, as the user wrote it
   * @throws UsageException if the cluster has no such node
   */
  public int httpPort(String number) {
    ClusterFile cluster = existing();
    int nodes = cluster.nodes().size();
    if (number.matches("[1-9]\\d{0,2}") && Integer.parseInt(number) <= nodes) {
      return cluster.node(Integer.parseInt(number)).httpPort();
    }
    throw new UsageException(
        "--node is '%s', but %s has nodes 1 to %d".formatted(number, path, nodes));
  }

  /**
   * The cluster of this folder.
   *
   * @throws FailureException if there is none
   */
  ClusterFile existing() {
    return read()
        .orElseThrow(
            () ->
                new FailureException(
                    "there is no cluster in %s; start one with 'duet cluster up N --dir %s'"
                        .formatted(path, path)));
  }

  /** The cluster of this folder; none if it has none. */
  Optional<ClusterFile> read() {
    Path file = file();
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw new FailureException(file + " has more than " + BYTES_MAX + " bytes");
      }
      return Optional.of(JSON.readValue(Files.readAllBytes(file), ClusterFile.class));
    } catch (JsonProcessingException e) {
      throw new FailureException(file + " does not describe a cluster: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new FailureException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Writes the cluster, and its targets for the file discovery of Prometheus. */
  void write(ClusterFile cluster) {
    List<Target> targets =
        cluster.nodes().stream()
            .map(
                node ->
                    new Target(
                        List.of(node.httpAddress()), Map.of("node", String.valueOf(node.number()))))
            .toList();
    replace(path.resolve("targets.json"), targets);
    replace(file(), cluster);
  }

  /** Writes a file atomically, so that no reader sees half of it. */
  private static void replace(Path file, Object content) {
    try {
      Path next = file.resolveSibling(file.getFileName() + ".new");
      Files.write(next, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(content));
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new FailureException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  private Path file() {
    return path.resolve("cluster.json");
  }

  /** The folder of a node, which exists afterwards. */
  Path nodeFolder(int number) {
    try {
      return Files.createDirectories(path.resolve("node-" + number));
    } catch (IOException e) {
      throw new FailureException("the folder of a node cannot be created: " + e.getMessage(), e);
    }
  }

  /** The log of a node. */
  Path log(int number) {
    return nodeFolder(number).resolve("log.txt");
  }

  /** The file with the pid of a node. */
  Path pidFile(int number) {
    return nodeFolder(number).resolve("pid");
  }

  /**
   * Locks the folder until the returned channel is closed.
   *
   * @throws FailureException if another command has locked it
   */
  FileChannel lock() {
    try {
      Files.createDirectories(path);
      Path file = path.resolve("lock");
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isLocked(channel)) {
        return channel;
      }
      channel.close();
    } catch (IOException e) {
      throw new FailureException(path + " cannot be written: " + e.getMessage(), e);
    }
    throw new FailureException("another 'duet cluster' command works in " + path);
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }
}
