package io.duet.cli;

import java.io.PrintStream;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code duet completion}: prints the script that completes commands and options in a shell. */
final class CompletionCommand extends Command {
  private final CommandList commands;
  private final PrintStream out;

  CompletionCommand(CommandList commands, PrintStream out) {
    super(
        "completion",
        "Prints a completion script: source <(duet completion bash).",
        "bash | zsh",
        new Options());
    this.commands = commands;
    this.out = out;
  }

  @Override
  public int run(CommandLine line) {
    List<String> arguments = line.getArgList();
    if (arguments.size() != 1 || !words().contains(arguments.get(0))) {
      throw new UsageException("give the shell: bash or zsh");
    }
    boolean bash = arguments.get(0).equals("bash");
    out.print(bash ? BashCompletion.script(commands) : ZshCompletion.script(commands));
    return 0;
  }

  @Override
  public List<String> words() {
    return List.of("bash", "zsh");
  }
}
