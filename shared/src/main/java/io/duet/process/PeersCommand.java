package io.duet.process;

import io.duet.cli.Command;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code duet peers}: those whom a running node serves, or who are its equals. */
public final class PeersCommand implements Command {

  @Override
  public String name() {
    return "peers";
  }

  @Override
  public String summary() {
    return "Lists the leaves or equals of a running node, active and lately gone.";
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
