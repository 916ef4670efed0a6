package io.duet.client;

import io.duet.cli.Command;
import io.duet.cli.UsageException;
import io.duet.cluster.ClusterFolder;
import io.duet.http.Json;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;

/** A command that sends requests to a running node, through its HTTP port. */
abstract class ClientCommand extends Command {
  /** A command with these options and those that name the node. */
  ClientCommand(String name, String summary, String usage, Option... options) {
    super(
        name,
        summary,
        usage,
        options(options)
            .addOption(NodeClient.option())
            .addOption(valued("node", "I", "use node I of a cluster, instead of --http"))
            .addOption(ClusterFolder.option()));
  }

  /**
   * The value of an option as a whole number; 0 if the option is absent.
   *
   * @throws UsageException if it is negative, no number, or has more than {@code digitsMax} digits
   */
  static long number(CommandLine line, String option, int digitsMax) {
    String text = line.getOptionValue(option, "0");
    if (!text.matches("\\d{1," + digitsMax + "}")) {
      throw new UsageException(
          "--%s is '%s', but must be a whole number, 0 or more, of at most %d digits"
              .formatted(option, text, digitsMax));
    }
    return Long.parseLong(text);
  }

  /** Prints an answer as JSON, if the user wants that. */
  static void printIfJson(CommandLine line, Object answer) {
    if (line.hasOption("json")) {
      System.out.println(Json.pretty(answer));
    }
  }
}
