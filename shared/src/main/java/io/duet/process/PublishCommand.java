package io.duet.process;

import com.fasterxml.jackson.databind.JsonNode;
import io.duet.cli.FailureException;
import io.duet.overlay.ContentName;
import org.apache.commons.cli.CommandLine;

/** {@code duet publish}: lets a running node announce that it provides a content. */
public final class PublishCommand extends AskingCommand {

  /** The command. */
  public PublishCommand() {
    super("publish", "Lets a running node announce a content by its name.", "[options] NAME");
  }

  @Override
  public int run(CommandLine line) {
    ContentName name = SearchCommand.name(line);
    JsonNode told = RunningNode.of(line).publish(name);
    if (!told.path("acknowledged").asBoolean()) {
      throw new FailureException(
          "nobody has taken the announcement of '%s' yet; the node goes on announcing it"
              .formatted(name.text()));
    }
    System.out.println("published: " + name.text() + ", kept by " + told.path("kept_by").asText());
    return 0;
  }
}
