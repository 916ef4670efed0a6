package io.duet.client;

import io.duet.cli.Command;
import io.duet.cli.UsageException;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** A command that sends requests to a running node, through its HTTP port. */
abstract class ClientCommand implements Command {
  private final String name;
  private final String summary;
  private final String usage;
  private final List<Option> options;

  /** A command with these options and the one that names the node. */
  ClientCommand(String name, String summary, String usage, Option... options) {
    this.name = name;
    this.summary = summary;
    this.usage = usage;
    this.options = List.of(options);
  }

  /** The option to print JSON. */
  static Option json(String description) {
    return Option.builder().longOpt("json").desc(description).get();
  }

  /** An option with a value. */
  static Option valued(String name, String value, String description) {
    return Option.builder().longOpt(name).hasArg().argName(value).desc(description).get();
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

  /**
   * Checks that a command has no arguments besides its options.
   *
   * @throws UsageException if there are any
   */
  static void takeNoArguments(CommandLine line) {
    if (!line.getArgList().isEmpty()) {
      throw new UsageException("unexpected argument '" + line.getArgList().get(0) + "'");
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String summary() {
    return summary;
  }

  @Override
  public String usage() {
    return usage;
  }

  @Override
  public Options options() {
    Options all = new Options().addOption(NodeClient.option());
    options.forEach(all::addOption);
    return all;
  }
}
