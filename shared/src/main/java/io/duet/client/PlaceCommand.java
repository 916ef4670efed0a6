package io.duet.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.duet.cli.FailureException;
import io.duet.overlay.ContentName;
import java.util.Map;
import org.apache.commons.cli.CommandLine;

/** {@code duet place}: finds a peer that has a file, or else one with free space for it. */
public final class PlaceCommand extends ClientCommand {
  public PlaceCommand() {
    super(
        "place",
        "Finds a peer that has a file, or else one with free space for it.",
        "[options] NAME",
        valued("bytes", "NUMBER", "require this many free bytes (0)"),
        flag("json", "print JSON"));
  }

  @Override
  public int run(CommandLine line) {
    ContentName name = SearchCommand.name(line);
    JsonNode answer =
        NodeClient.of(line)
            .post("/place", Map.of("name", name.text(), "bytes", number(line, "bytes", 18)));
    printIfJson(line, answer);
    String sentence = sentence(answer.path("status").asText(), answer.path("peer").asText());
    if (!line.hasOption("json")) {
      System.out.println(sentence);
    }
    return 0;
  }

  private static String sentence(String status, String peer) {
    return switch (status) {
      case "held" -> "held: " + peer + " has it";
      case "room" -> "room: " + peer + " has free space";
      case "no_room" -> throw new FailureException("no known peer has enough free space");
      case "failed" -> throw new FailureException("the directory does not answer");
      default -> throw new FailureException("the node's answer has no known status");
    };
  }
}
