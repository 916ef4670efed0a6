package io.duet.cluster;

import io.duet.cli.Command;
import io.duet.cli.FailureException;
import io.duet.cli.UsageException;
import java.io.IOException;
import java.io.PrintStream;
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
            flag("json", "print the status as JSON, after up and down too")));
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
    boolean json = line.hasOption("json");
    PrintStream progress = json ? System.err : System.out;
    switch (action) {
      case "up" -> up(folder, ClusterRequest.of(line), progress);
      case "down" -> down(folder, progress);
      case "status" -> {
        return status(folder, json);
      }
      default -> throw new UsageException("write up N, down or status");
    }
    if (json) {
      status(folder, true);
    }
    return 0;
  }

  private static void up(ClusterFolder folder, ClusterRequest request, PrintStream progress) {
    locked(
        folder,
        () -> {
          ClusterFile cluster = folder.read().map(request::checked).orElseGet(request::planned);
          folder.write(cluster);
          new ClusterUp(folder, cluster, progress, System.err).run();
        });
  }

  private static void down(ClusterFolder folder, PrintStream progress) {
    folder.existing();
    locked(folder, () -> new ClusterDown(folder, progress).run());
  }

  private static int status(ClusterFolder folder, boolean json) {
    ClusterStatus status = ClusterStatus.of(folder.existing());
    System.out.print(json ? status.json() : status.table());
    return status.isWell() ? 0 : 1;
  }

  private static void locked(ClusterFolder folder, Runnable action) {
    FileChannel lock = folder.lock();
    try (lock) {
      action.run();
    } catch (IOException e) {
      throw new FailureException(folder.path() + " cannot be unlocked: " + e.getMessage(), e);
    }
  }
}
