package io.duet.cli;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;

/**
 * The command {@code duet}: finds the subcommand, reads its options and runs it. The exit status is
 * 0 for success, 1 for failure, 2 for wrong usage.
 */
public final class Duet {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  /** Stands in a text for bytes that are invalid in the character set of the locale. */
  private static final String REPLACEMENT = "\uFFFD";

  private final CommandList commands = new CommandList();
  private final PrintStream out;
  private final PrintStream err;

  Duet(List<Command> commands, PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
    commands.forEach(this.commands::add);
    this.commands.add(new HelpCommand(this.commands, out));
    this.commands.add(new CompletionCommand(this.commands, out));
  }

  /** Runs the subcommand in the arguments and ends the process with its exit status. */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT); // texts and formats are the same everywhere
    List<Command> commands =
        ServiceLoader.load(Command.class).stream().map(ServiceLoader.Provider::get).toList();
    System.exit(new Duet(commands, System.out, System.err).run(args));
  }

  /** Runs the subcommand in the arguments; returns the exit status. */
  int run(String... args) {
    if (args.length == 0 || isHelp(args[0])) {
      out.print(commands.overview());
      return args.length == 0 ? USAGE : 0;
    } else if (args[0].equals("--version")) {
      out.println(Version.text());
      return 0;
    }
    try {
      return run(commands.named(args[0]), Arrays.asList(args).subList(1, args.length));
    } catch (UsageException e) {
      err.println("duet: " + e.getMessage());
      return USAGE;
    }
  }

  private int run(Command command, List<String> arguments) {
    try {
      if (arguments.stream().takeWhile(arg -> !arg.equals("--")).anyMatch(Duet::isHelp)) {
        out.print(new HelpText(command));
        return 0;
      }
      refuseLostCharacters(arguments);
      return command.run(ArgumentParser.parse(command.options, arguments));
    } catch (UsageException e) {
      err.println("duet " + command.name() + ": " + e.getMessage());
      return USAGE;
    } catch (FailureException e) {
      err.println("duet " + command.name() + ": " + e.getMessage());
      return FAILED;
    }
  }

  private static boolean isHelp(String argument) {
    return argument.equals("--help") || argument.equals("-h");
  }

  /** Java has already replaced what it could not decode, so the name that was meant is lost. */
  private static void refuseLostCharacters(List<String> arguments) {
    for (String argument : arguments) {
      if (argument.contains(REPLACEMENT)) {
        throw new UsageException(
            "'%s' is not valid text in this locale; set LC_ALL to a locale with UTF-8"
                .formatted(argument));
      }
    }
  }
}
