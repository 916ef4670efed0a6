package io.duet.cluster;

import io.duet.cli.Command;
import io.duet.cli.FailureException;
import io.duet.cli.UsageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import org.apache.commons.cli.CommandLine;

/** {@code duet cluster}: starts, ends or shows nodes that run as processes of this machine. */
public final class ClusterCommand extends Command {
  public ClusterCommand() {
    super(
        "cluster",
        "Starts, ends or shows nodes that run in the background.",
        "up N | down | status [options]",
        options(
            ClusterFolder.option(),
            valued("overlay", "NAME", "up: run this overlay, such as super-peer:PRESET (chord)"),
            repeated("set", "NAME=VALUE", "up: change a setting of the overlay"),
            flag("json", "status: print JSON")));
  }

  @Override
  public List<String> words() {
    return List.of("up", "down", "status");
  }

  @Override
  public int run(CommandLine line) {
    List<String> words = line.getArgList();
    String action = words.isEmpty() ? "" : words.get(0);
    if (words.size() > (action.equals("up") ? 2 : 1)) {
      throw new UsageException("unexpected argument '" + words.get(words.size() - 1) + "'");
    }
    ClusterFolder folder = ClusterFolder.of(line);
    return switch (action) {
      case "up" -> up(folder, ClusterRequest.of(line));
      case "down" -> down(folder);
      case "status" -> status(folder, line.hasOption("json"));
      default -> throw new UsageException("write up N, down or status");
    };
  }

  private static int up(ClusterFolder folder, ClusterRequest request) {
    return locked(
        folder,
        () -> {
          ClusterFile cluster = folder.read().map(request::checked).orElseGet(request::planned);
          folder.write(cluster);
          new ClusterUp(folder, cluster, System.out, System.err).run();
        });
  }

  private static int down(ClusterFolder folder) {
    folder.existing();
    return locked(folder, () -> new ClusterDown(folder, System.out).run());
  }

  private static int status(ClusterFolder folder, boolean json) {
    ClusterStatus status = ClusterStatus.of(folder.existing());
    System.out.print(json ? status.json() : status.table());
    return status.isWell() ? 0 : 1;
  }

  private static int locked(ClusterFolder folder, Runnable action) {
    FileChannel lock = folder.lock();
    try (lock) {
      action.run();
      return 0;
    } catch (IOException e) {
      throw new FailureException(folder.path() + " cannot be unlocked: " + e.getMessage(), e);
    }
  }
}
