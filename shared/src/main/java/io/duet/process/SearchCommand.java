package io.duet.process;

import com.fasterxml.jackson.databind.JsonNode;
import io.duet.cli.Command;
import io.duet.cli.FailureException;
import io.duet.cli.UsageException;
import io.duet.overlay.ContentName;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code duet search}: who provides a content, by its exact name. */
public final class SearchCommand implements Command {

  @Override
  public String name() {
    return "search";
  }

  @Override
  public String summary() {
    return "Shows who provides the content of a name.";
  }

  @Override
  public String usage() {
    return "[options] NAME";
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(RunningNode.option())
        .addOption(Option.builder().longOpt("json").desc("prints JSON").get());
  }

  @Override
  public int run(CommandLine line) {
    ContentName name = name(line);
    JsonNode told = RunningNode.of(line).search(name);
    if (line.hasOption("json")) {
      System.out.println(told.toPrettyString());
    } else {
      told.path("providers").forEach(p -> System.out.println(p.path("address").asText()));
    }
    return status(name, told.path("outcome").asText());
  }

  private static int status(ContentName name, String outcome) {
    return switch (outcome) {
      case "found" -> 0;
      case "not_found" -> throw new FailureException("nobody provides '" + name.text() + "'");
      default ->
          throw new FailureException("the search for '" + name.text() + "' could not be completed");
    };
  }

  /** The only argument of a command, as a name. */
  static ContentName name(CommandLine line) {
    if (line.getArgList().size() != 1) {
      throw new UsageException("say one NAME, in quotes when it has spaces");
    }
    try {
      return new ContentName(line.getArgList().get(0));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
