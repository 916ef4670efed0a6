package io.duet.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.duet.cli.UsageException;
import io.duet.netty.PeerAddresses;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;

/** A command that lists files or transfers of a running node. */
abstract class FileListCommand extends ClientCommand {
  private final String path;

  /** {@code duet ls}. */
  public static final class Shared extends FileListCommand {
    public Shared() {
      super(
          "ls",
          "Lists the first 1,000 files that a running node or a peer shares.",
          "files",
          valued("peer", "HOST:PORT", "list what this peer shares"));
    }

    @Override
    String route(CommandLine line) {
      String peer = line.getOptionValue("peer");
      return peer == null
          ? super.route(line)
          : "/peers/" + parsed(() -> PeerAddresses.parse(peer)) + "/files";
    }
  }

  /** {@code duet transfers}. */
  public static final class Transfers extends FileListCommand {
    public Transfers() {
      super(
          "transfers",
          "Lists the transfers of a running node, the latest first, or cancels one.",
          "transfers",
          valued("cancel", "NUMBER", "end this transfer and delete what it has received"));
    }

    @Override
    public int run(CommandLine line) {
      if (!line.hasOption("cancel")) {
        return super.run(line);
      }
      String number = line.getOptionValue("cancel");
      if (!number.matches("\\d{1,18}")) {
        throw new UsageException("--cancel needs the number of a transfer, not '" + number + "'");
      }
      JsonNode cancelled = NodeClient.of(line).delete("/transfers/" + number);
      System.out.println("cancelled: " + cancelled.path("name").asText());
      return 0;
    }
  }

  FileListCommand(String name, String summary, String path, Option... more) {
    super(
        name,
        summary,
        "[options]",
        Stream.concat(Stream.of(flag("json", "print JSON")), Stream.of(more))
            .toArray(Option[]::new));
    this.path = path;
  }

  /** The path of the list below the node's HTTP interface. */
  String route(CommandLine line) {
    return "/" + path;
  }

  @Override
  public int run(CommandLine line) {
    takeNoArguments(line);
    JsonNode answer = NodeClient.of(line).forFilesIfPermitted().get(route(line));
    System.out.print(
        line.hasOption("json")
            ? answer.toPrettyString() + "\n"
            : StatusText.table(answer.path(path)));
    if (answer.path(path).isEmpty() && !line.hasOption("json")) {
      System.err.println("no " + path);
    }
    return 0;
  }
}
