package io.duet.client;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.commons.cli.CommandLine;

/** {@code duet inbox}: lists the requests that the user of a running node has received. */
public final class InboxCommand extends ClientCommand {
  public InboxCommand() {
    super(
        "inbox",
        "Lists the requests that were sent to a running node, the latest first.",
        "[options]",
        flag("json", "print JSON"));
  }

  @Override
  public int run(CommandLine line) {
    takeNoArguments(line);
    JsonNode answer = NodeClient.of(line).forFiles().get("/letters");
    System.out.print(
        line.hasOption("json")
            ? answer.toPrettyString() + "\n"
            : StatusText.table(answer.path("letters")));
    return 0;
  }
}
