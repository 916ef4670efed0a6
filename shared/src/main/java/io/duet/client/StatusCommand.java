package io.duet.client;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.commons.cli.CommandLine;

/** {@code duet status}: shows the status of a running node. */
public final class StatusCommand extends ClientCommand {
  public StatusCommand() {
    super(
        "status",
        "Shows the health and the state of a running node.",
        "[options]",
        flag("json", "print JSON"));
  }

  @Override
  public int run(CommandLine line) {
    takeNoArguments(line);
    JsonNode status = NodeClient.of(line).get("/status");
    System.out.print(
        line.hasOption("json") ? status.toPrettyString() + "\n" : StatusText.of(status));
    return 0;
  }
}
