package io.duet.process;

import com.fasterxml.jackson.databind.JsonNode;
import io.duet.cli.Command;
import io.duet.cli.UsageException;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code duet status}: what a running node tells about itself. */
public final class StatusCommand implements Command {

  @Override
  public String name() {
    return "status";
  }

  @Override
  public String summary() {
    return "Shows how a running node fares, and what it knows.";
  }

  @Override
  public String usage() {
    return "[options]";
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(RunningNode.option())
        .addOption(Option.builder().longOpt("json").desc("prints JSON").get());
  }

  @Override
  public int run(CommandLine line) {
    if (!line.getArgList().isEmpty()) {
      throw new UsageException("unexpected argument '" + line.getArgList().get(0) + "'");
    }
    JsonNode status = RunningNode.of(line).status();
    System.out.print(
        line.hasOption("json") ? status.toPrettyString() + "\n" : StatusText.of(status));
    return 0;
  }
}
