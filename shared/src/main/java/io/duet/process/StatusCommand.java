package io.duet.process;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.commons.cli.CommandLine;

/** {@code duet status}: what a running node tells about itself. */
public final class StatusCommand extends AskingCommand {

  /** The command. */
  public StatusCommand() {
    super(
        "status",
        "Shows how a running node fares, and what it knows.",
        "[options]",
        json("prints JSON"));
  }

  @Override
  public int run(CommandLine line) {
    takeNoArguments(line);
    JsonNode status = RunningNode.of(line).status();
    System.out.print(
        line.hasOption("json") ? status.toPrettyString() + "\n" : StatusText.of(status));
    return 0;
  }
}
