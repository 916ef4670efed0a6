package io.duet.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.duet.cli.FailureException;
import io.duet.cli.UsageException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;

/** {@code duet put}: shares files and folders from where they are, through a running node. */
public final class PutCommand extends ClientCommand {
  private static final long PERIOD_MS = 200;

  public PutCommand() {
    super(
        "put",
        "Shares files and folders, which the node then watches for changes.",
        "[options] PATH...",
        flag("json", "print JSON"));
  }

  @Override
  public int run(CommandLine line) {
    List<Path> paths = paths(line);
    NodeClient node = NodeClient.of(line).forFiles();
    List<Map<String, Object>> shared = new ArrayList<>();
    for (Path path : paths) {
      String real = node.post("/files", Map.of("path", path.toString())).path("path").asText();
      int files = awaitComplete(node, real);
      shared.add(Map.of("path", real, "files", files));
      if (!line.hasOption("json")) {
        System.out.println("shared: " + real + (files == 1 ? "" : ", " + files + " files"));
      }
    }
    printIfJson(line, Map.of("shared", shared));
    return 0;
  }

  /** The absolute paths of the arguments, all of which must exist. */
  static List<Path> paths(CommandLine line) {
    if (line.getArgList().isEmpty()) {
      throw new UsageException("give one PATH or more");
    }
    List<Path> paths =
        line.getArgList().stream()
            .map(argument -> Path.of(argument).toAbsolutePath().normalize())
            .toList();
    for (Path path : paths) {
      if (!Files.exists(path)) {
        throw new FailureException(path + " does not exist");
      }
    }
    return paths;
  }

  /** Waits until the files of a path are hashed; returns their number. */
  static int awaitComplete(NodeClient node, String path) {
    String query = "/files?path=" + URLEncoder.encode(path, StandardCharsets.UTF_8);
    JsonNode files = node.get(query);
    try (ProgressLine progress = new ProgressLine()) {
      while (!files.path("complete").asBoolean()) {
        progress.show("hashing: " + files.path("total").asInt() + " files so far");
        Waiting.pause(PERIOD_MS);
        files = node.get(query);
      }
    }
    return files.path("total").asInt();
  }
}
