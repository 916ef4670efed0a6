package io.duet.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.duet.cli.FailureException;
import io.duet.overlay.ContentName;
import java.util.Map;
import org.apache.commons.cli.CommandLine;

/** {@code duet publish}: makes a running node a provider of a content. */
public final class PublishCommand extends ClientCommand {
  public PublishCommand() {
    super(
        "publish",
        "Publishes a content by its name, through a running node.",
        "[options] NAME",
        flag("json", "print JSON"));
  }

  @Override
  public int run(CommandLine line) {
    ContentName name = SearchCommand.name(line);
    JsonNode answer = NodeClient.of(line).post("/publish", Map.of("name", name.text()));
    printIfJson(line, answer);
    if (!answer.path("acknowledged").asBoolean()) {
      throw new FailureException(
          "the announcement of '%s' is not acknowledged yet; the node keeps repeating it"
              .formatted(name.text()));
    }
    if (!line.hasOption("json")) {
      String keeper = answer.path("acknowledged_by").asText();
      System.out.println("published: " + name.text() + ", acknowledged by " + keeper);
    }
    return 0;
  }
}
