package io.duet.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.commons.cli.CommandLine;

/** {@code duet withdraw}: ends the sharing of a file or folder; the files remain. */
public final class WithdrawCommand extends ClientCommand {
  public WithdrawCommand() {
    super(
        "withdraw",
        "Shares files or folders no longer; the files themselves remain.",
        "[options] PATH...");
  }

  @Override
  public int run(CommandLine line) {
    NodeClient node = NodeClient.of(line).forFiles();
    for (Path path : PutCommand.paths(line)) {
      node.delete("/files?path=" + URLEncoder.encode(path.toString(), StandardCharsets.UTF_8));
      System.out.println("withdrawn: " + path);
    }
    return 0;
  }
}
