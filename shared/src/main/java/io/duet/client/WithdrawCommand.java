package io.duet.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;

/** {@code duet withdraw}: ends the sharing of a file or folder; the files remain. */
public final class WithdrawCommand extends ClientCommand {
  public WithdrawCommand() {
    super(
        "withdraw",
        "Shares files or folders no longer; the files themselves remain.",
        "[options] PATH...",
        flag("json", "print JSON"));
  }

  @Override
  public int run(CommandLine line) {
    NodeClient node = NodeClient.of(line).forFiles();
    List<Path> paths = PutCommand.paths(line);
    for (Path path : paths) {
      node.delete("/files?path=" + URLEncoder.encode(path.toString(), StandardCharsets.UTF_8));
      if (!line.hasOption("json")) {
        System.out.println("withdrawn: " + path);
      }
    }
    printIfJson(line, Map.of("withdrawn", paths.stream().map(Path::toString).toList()));
    return 0;
  }
}
