package io.duet.cli;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/**
 * The command {@code duet}: finds the subcommand, reads its options and runs it. The exit status is
 * 0 for success, 1 for failure, 2 for wrong usage.
 */
public final class Duet {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private final List<Command> commands;
  private final PrintStream out;
  private final PrintStream err;

  Duet(List<Command> commands, PrintStream out, PrintStream err) {
    this.commands = commands.stream().sorted(Comparator.comparing(Command::name)).toList();
    this.out = out;
    this.err = err;
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
    if (args.length == 0 || args[0].equals("--help") || args[0].equals("-h")) {
      out.print(overview());
      return args.length == 0 ? USAGE : 0;
    }
    Optional<Command> command = commands.stream().filter(c -> c.name().equals(args[0])).findFirst();
    if (command.isEmpty()) {
      err.println("duet: unknown command '" + args[0] + "'; 'duet --help' lists all commands");
      return USAGE;
    }
    return run(command.get(), Arrays.copyOfRange(args, 1, args.length));
  }

  private int run(Command command, String[] args) {
    try {
      if (asksForHelp(args)) {
        out.print(new HelpText(command));
        return 0;
      }
      return command.run(parse(command.options, args));
    } catch (UsageException e) {
      err.println("duet " + command.name() + ": " + e.getMessage());
      return USAGE;
    } catch (FailureException e) {
      err.println("duet " + command.name() + ": " + e.getMessage());
      return FAILED;
    }
  }

  private static boolean asksForHelp(String[] args) {
    return Arrays.stream(args)
        .takeWhile(arg -> !arg.equals("--"))
        .anyMatch(arg -> arg.equals("--help") || arg.equals("-h"));
  }

  private static CommandLine parse(Options options, String[] args) {
    try {
      return DefaultParser.builder().setAllowPartialMatching(false).get().parse(options, args);
    } catch (ParseException e) {
      throw new UsageException(sentence(e) + "; '--help' lists all options");
    }
  }

  private static String sentence(ParseException e) {
    String sentence = String.valueOf(e.getMessage());
    return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
  }

  private String overview() {
    StringBuilder text = new StringBuilder("usage: duet COMMAND [options]\n\n");
    for (Command command : commands) {
      text.append("  %-12s %s%n".formatted(command.name(), command.summary));
    }
    return text.append("\n'duet COMMAND --help' shows its options.\n").toString();
  }
}
