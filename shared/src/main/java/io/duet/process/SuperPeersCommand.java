package io.duet.process;

import io.duet.cli.Command;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code duet super-peers}: the super-peers that a running node knows. */
public final class SuperPeersCommand implements Command {

  @Override
  public String name() {
    return "super-peers";
  }

  @Override
  public String summary() {
    return "Lists the super-peers that a running node knows, with their leaves.";
  }

  @Override
  public String usage() {
    return "[options]";
  }

  @Override
  public Options options() {
    return ListCommand.options();
  }

  @Override
  public int run(CommandLine line) {
    return ListCommand.run(line, name());
  }
}
