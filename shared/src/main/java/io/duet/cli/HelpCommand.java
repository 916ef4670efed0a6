package io.duet.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code duet help}: shows all commands, or the options of one. */
final class HelpCommand extends Command {
  private final CommandList commands;
  private final PrintStream out;

  HelpCommand(CommandList commands, PrintStream out) {
    super("help", "Shows all commands, or the options of one.", "[COMMAND]", new Options());
    this.commands = commands;
    this.out = out;
  }

  @Override
  public int run(CommandLine line) {
    List<String> arguments = line.getArgList();
    if (arguments.size() > 1) {
      throw new UsageException("give at most one COMMAND");
    }
    out.print(
        arguments.isEmpty()
            ? commands.overview()
            : new HelpText(commands.named(arguments.get(0))).toString());
    return 0;
  }

  @Override
  public List<String> words() {
    return new ArrayList<>(commands.names());
  }
}
