package io.duet.process;

import com.fasterxml.jackson.databind.JsonNode;
import io.duet.cli.UsageException;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** What the commands have in common that print a list of what a running node knows. */
final class ListCommand {

  private ListCommand() {}

  static Options options() {
    return new Options()
        .addOption(RunningNode.option())
        .addOption(
            Option.builder()
                .longOpt("first")
                .hasArg()
                .argName("PLACE")
                .desc("shows what stands from this place on, counted from 0 (0)")
                .get())
        .addOption(Option.builder().longOpt("json").desc("prints JSON").get());
  }

  /** Prints a list; its route and its title are that name. */
  static int run(CommandLine line, String name) {
    if (!line.getArgList().isEmpty()) {
      throw new UsageException("unexpected argument '" + line.getArgList().get(0) + "'");
    }
    JsonNode told = RunningNode.of(line).list(name, first(line));
    if (line.hasOption("json")) {
      System.out.println(told.toPrettyString());
    } else {
      System.out.print(StatusText.table(told.path(name)));
      sayWhatIsMissing(told, told.path(name).size(), name);
    }
    return 0;
  }

  private static int first(CommandLine line) {
    String text = line.getOptionValue("first", "0");
    if (!text.matches("\\d{1,9}")) {
      throw new UsageException("--first is '" + text + "', but must be a whole number");
    }
    return Integer.parseInt(text);
  }

  private static void sayWhatIsMissing(JsonNode told, int rows, String name) {
    int total = told.path("total").asInt();
    int end = told.path("first").asInt() + rows;
    if (total == 0) {
      System.err.println("this node knows no " + name);
    } else if (end < total) {
      System.err.println(total + " in all; go on with --first " + end);
    }
  }
}
