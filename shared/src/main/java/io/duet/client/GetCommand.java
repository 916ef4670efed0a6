package io.duet.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.duet.cli.FailureException;
import io.duet.cli.UsageException;
import io.duet.content.FileName;
import io.duet.overlay.ContentName;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;

/** {@code duet get}: fetches a content by its name or id, through a running node. */
public final class GetCommand extends ClientCommand {
  private static final long PERIOD_MS = 250;
  private static final String ID = "[0-9a-f]{64}";

  public GetCommand() {
    super(
        "get",
        "Fetches a content from all its providers, and verifies every piece.",
        "[options] NAME | ID | --words WORDS",
        Option.builder("o")
            .longOpt("out")
            .hasArg()
            .argName("FILE|DIR")
            .desc("write to this file, or into this folder (the current folder)")
            .get(),
        valued("id", "ID", "fetch the content with this id, if several have the name"),
        valued("words", "WORDS", "fetch the content whose name has all of these words"),
        flag("json", "print JSON"));
  }

  @Override
  public int run(CommandLine line) {
    NodeClient node = NodeClient.of(line).forFiles();
    ContentChoice.Chosen chosen = chosen(line, new ContentChoice(node));
    Path destination = destination(line.getOptionValue("out", "."), chosen.name());
    JsonNode begun =
        node.post(
            "/transfers",
            Map.of(
                "id", chosen.id(),
                "name", chosen.name(),
                "destination", destination.toString(),
                "providers", chosen.providers()));
    JsonNode done = awaitEnd(node, begun.path("number").asLong());
    System.out.println(
        line.hasOption("json")
            ? done.toPrettyString()
            : "fetched: " + done.path("destination").asText());
    return 0;
  }

  private static ContentChoice.Chosen chosen(CommandLine line, ContentChoice choice) {
    List<String> names = line.getArgList();
    if (line.hasOption("words")) {
      if (!names.isEmpty() || line.hasOption("id")) {
        throw new UsageException("give either --words, or a NAME or ID");
      }
      return choice.withWords(line.getOptionValue("words"));
    } else if (names.size() != 1) {
      throw new UsageException("give one NAME or ID, in quotes if it has spaces");
    }
    String wanted = names.get(0);
    String id = line.getOptionValue("id", wanted.matches(ID) ? wanted : "");
    return id.isEmpty()
        ? choice.named(parsed(() -> new ContentName(wanted)).text())
        : new ContentChoice.Chosen(id, wanted, List.of());
  }

  /**
   * The absolute path of the file; in a folder, or what ends like one, it has the last part of the
   * content's name.
   */
  private static Path destination(String out, String name) {
    Path path = Path.of(out).toAbsolutePath().normalize();
    if (!Files.isDirectory(path) && !out.endsWith("/") && !out.endsWith(File.separator)) {
      return path;
    }
    String last = name.substring(name.lastIndexOf('/') + 1);
    return parsed(() -> new FileName(last).below(path));
  }

  /** Waits until a transfer is done, and returns it. */
  private static JsonNode awaitEnd(NodeClient node, long number) {
    try (ProgressLine progress = new ProgressLine()) {
      Rate rate = new Rate();
      Obstacles obstacles = new Obstacles();
      while (true) {
        JsonNode transfer = node.get("/transfers/" + number);
        switch (transfer.path("state").asText()) {
          case "done" -> {
            return transfer;
          }
          case "running" -> {
            progress.show(rate.text(transfer));
            obstacles.tell(transfer, progress);
          }
          default -> throw new FailureException(ended(transfer));
        }
        Waiting.pause(PERIOD_MS);
      }
    }
  }

  private static String ended(JsonNode transfer) {
    return transfer.path("error").isTextual()
        ? "%s; get it again to go on, or remove what has arrived with 'duet transfers --cancel %d'"
            .formatted(transfer.path("error").textValue(), transfer.path("number").asLong())
        : "the transfer was stopped";
  }

  /** Says once for each reason why nothing arrives. */
  private static final class Obstacles {
    private String told = "";

    void tell(JsonNode transfer, ProgressLine progress) {
      String obstacle = transfer.path("obstacle").asText("");
      if (!obstacle.isEmpty() && !obstacle.equals(told)) {
        progress.close();
        System.err.printf(
            "waiting: %s (cancel with 'duet transfers --cancel %d')%n",
            obstacle, transfer.path("number").asLong());
      }
      told = obstacle;
    }
  }

  /** Progress with the mean rate since the command began. */
  private static final class Rate {
    private final long startNanos = System.nanoTime();
    private long first = -1;

    String text(JsonNode transfer) {
      long received = transfer.path("received").asLong();
      long bytes = transfer.path("bytes").asLong(-1);
      if (bytes < 0) {
        return "searching for providers ...";
      }
      first = first < 0 ? received : first;
      double perSecond = (received - first) / ((System.nanoTime() - startNanos) / 1e9);
      String left = perSecond > 0 ? "%.0f s left".formatted((bytes - received) / perSecond) : "";
      return "%d %%, %.1f MB/s from %d providers, %s"
          .formatted(
              bytes == 0 ? 100 : 100 * received / bytes,
              perSecond / 1e6,
              transfer.path("providers").asInt(),
              left);
    }
  }
}
