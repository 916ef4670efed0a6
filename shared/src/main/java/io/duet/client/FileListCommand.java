package io.duet.client;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.commons.cli.CommandLine;

/** A command that lists files or transfers of a running node. */
abstract class FileListCommand extends ClientCommand {
  private final String path;

  /** {@code duet ls}. */
  public static final class Shared extends FileListCommand {
    public Shared() {
      super("ls", "Lists the first 1,000 files that a running node shares.", "files");
    }
  }

  /** {@code duet transfers}. */
  public static final class Transfers extends FileListCommand {
    public Transfers() {
      super("transfers", "Lists the transfers of a running node, the latest first.", "transfers");
    }
  }

  FileListCommand(String name, String summary, String path) {
    super(name, summary, "[options]", flag("json", "print JSON"));
    this.path = path;
  }

  @Override
  public int run(CommandLine line) {
    takeNoArguments(line);
    JsonNode answer = NodeClient.of(line).get("/" + path);
    System.out.print(
        line.hasOption("json")
            ? answer.toPrettyString() + "\n"
            : StatusText.table(answer.path(path)));
    return 0;
  }
}
