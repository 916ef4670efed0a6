package io.duet.cli;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** One subcommand of {@code duet}, found by {@link java.util.ServiceLoader}. */
public abstract class Command {
  private final String name;
  final String summary;
  final String usage;
  final Options options;

  /**
   * A command.
   *
   * @param name the name that selects it
   * @param summary a description of one line
   * @param usage the form of its arguments, such as {@code [options] FILE}
   * @param options its options; {@code --help} is added to them
   */
  public Command(String name, String summary, String usage, Options options) {
    this.name = name;
    this.summary = summary;
    this.usage = usage;
    this.options = options.addOption("h", "help", false, "show this help");
  }

  /**
   * Runs the command.
   *
   * @return the exit status: 0 for success
   * @throws UsageException if the arguments are invalid: exit status 2
   * @throws FailureException if the command failed: exit status 1
   */
  public abstract int run(CommandLine line);

  /** An option without a value. */
  public static Option flag(String name, String description) {
    return Option.builder().longOpt(name).desc(description).get();
  }

  /** An option with a value, which the help shows under the name {@code value}. */
  public static Option valued(String name, String value, String description) {
    return Option.builder().longOpt(name).hasArg().argName(value).desc(description).get();
  }

  /** An option with a value that may be given several times. */
  public static Option repeated(String name, String value, String description) {
    return Option.builder()
        .longOpt(name)
        .hasArg()
        .argName(value)
        .desc(description + "; may be repeated")
        .type(List.class)
        .get();
  }

  /** Whether an option may be given several times. */
  static boolean isRepeated(Option option) {
    return !option.hasArg() || List.class.equals(option.getType());
  }

  /** These options together. */
  public static Options options(Option... options) {
    Options all = new Options();
    List.of(options).forEach(all::addOption);
    return all;
  }

  /**
   * Checks that a command has no arguments besides its options.
   *
   * @throws UsageException if there are any
   */
  public static void takeNoArguments(CommandLine line) {
    if (!line.getArgList().isEmpty()) {
      throw new UsageException("unexpected argument '" + line.getArgList().get(0) + "'");
    }
  }

  /**
   * The value of arguments that a reader parses.
   *
   * @throws UsageException with the reader's message, if it throws IllegalArgumentException
   */
  public static <T> T parsed(Supplier<T> reader) {
    try {
      return reader.get();
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** All values of an option that may be repeated. */
  public static List<String> values(CommandLine line, String option) {
    String[] values = line.getOptionValues(option);
    return values == null ? List.of() : List.of(values);
  }

  /**
   * The name and the value in {@code NAME=VALUE}.
   *
   * @throws UsageException if the text has another form
   */
  public static Map.Entry<String, String> assignment(String text) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      throw new UsageException("--set takes NAME=VALUE, not '" + text + "'");
    }
    return Map.entry(text.substring(0, equals), text.substring(equals + 1));
  }

  /**
   * The command line, with the options that it lacks taken from the environment or a configuration
   * file.
   *
   * @throws UsageException if the file cannot be read, or sets what is no option
   */
  protected final CommandLine configured(CommandLine line) {
    return new Configuration(options, System.getenv()).complete(line);
  }

  /** The words that the first argument may be, for completion; none if it is free. */
  public List<String> words() {
    return List.of();
  }

  /** The name that selects this command. */
  public final String name() {
    return name;
  }
}
