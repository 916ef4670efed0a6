package io.duet.client;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.commons.cli.CommandLine;

/** A command that prints a list from a running node; its name is also the route and the title. */
abstract class ListCommand extends ClientCommand {

  /** {@code duet peers}. */
  public static final class Peers extends ListCommand {
    public Peers() {
      super("peers", "Lists the leaves or neighbors of a running node.");
    }
  }

  /** {@code duet super-peers}. */
  public static final class SuperPeers extends ListCommand {
    public SuperPeers() {
      super("super-peers", "Lists the super-peers known to a running node, with leaves.");
    }
  }

  /** {@code duet resources}. */
  public static final class Resources extends ListCommand {
    public Resources() {
      super("resources", "Lists the contents known to a running node, with providers.");
    }
  }

  ListCommand(String name, String summary) {
    super(
        name,
        summary,
        "[options]",
        valued("first", "ROW", "show rows from this one on, counted from 0 (0)"),
        flag("json", "print JSON"));
  }

  @Override
  public int run(CommandLine line) {
    takeNoArguments(line);
    JsonNode answer = NodeClient.of(line).get("/" + name() + "?first=" + number(line, "first", 9));
    if (line.hasOption("json")) {
      System.out.println(answer.toPrettyString());
    } else {
      System.out.print(StatusText.table(answer.path(name())));
      hintAtMore(answer, answer.path(name()).size(), name());
    }
    return 0;
  }

  private static void hintAtMore(JsonNode answer, int rows, String name) {
    int total = answer.path("total").asInt();
    int end = answer.path("first").asInt() + rows;
    if (total == 0) {
      System.err.println("this node knows no " + name);
    } else if (end < total) {
      System.err.println(total + " in all; continue with --first " + end);
    }
  }
}
