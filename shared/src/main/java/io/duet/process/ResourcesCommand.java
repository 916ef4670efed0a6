package io.duet.process;

import io.duet.cli.Command;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code duet resources}: the contents that a running node knows. */
public final class ResourcesCommand implements Command {

  @Override
  public String name() {
    return "resources";
  }

  @Override
  public String summary() {
    return "Lists the contents that a running node knows, and who offers them.";
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
