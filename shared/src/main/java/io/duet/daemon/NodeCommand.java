package io.duet.daemon;

import io.duet.cli.Command;
import io.duet.node.Peer;
import io.duet.store.DataFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.commons.cli.CommandLine;

/**
 * {@code duet node}: runs one node until it is interrupted. An interrupt makes it leave gracefully;
 * a kill is a crash.
 */
public final class NodeCommand extends Command {
  private static final long RETRY_MS_MIN = 500;
  private static final long RETRY_MS_MAX = 30_000;
  private static final int MEMBER_SECONDS_EXPECTED = 10;

  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final CountDownLatch ended = new CountDownLatch(1);

  public NodeCommand() {
    super(
        "node",
        "Runs one node of an overlay until interrupted.",
        "--overlay NAME [options]",
        NodeOptions.options());
  }

  @Override
  public int run(CommandLine line) {
    NodeOptions options = NodeOptions.of(configured(line)).withDataBelow(usualData());
    try (NodeDaemon process = new NodeDaemon(options)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(process), "leave"));
      out.printf("listening: %s, http://127.0.0.1:%d%n", process.self(), process.httpPort());
      process.data().ifPresent(folder -> out.println("data: " + folder));
      sayOtherPort(options.httpPort(), process.httpPort());
      if (options.untilEof()) {
        endWithInput();
      }
      if (isContactFound(options.contacts())) {
        join(process, options.contacts().isEmpty());
        ended.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  private static Path usualData() {
    String system = System.getProperty("os.name");
    return DataFolder.usual(system, System.getenv(), Path.of(System.getProperty("user.home")));
  }

  private void sayOtherPort(int usual, int taken) {
    if (usual != 0 && usual != taken) {
      err.printf("port %d is in use; commands reach this node with --http %d%n", usual, taken);
    }
  }

  private void leave(NodeDaemon process) {
    process.close();
    out.println("left: " + process.self());
  }

  private void endWithInput() {
    Thread reader = new Thread(this::readToTheEnd, "input");
    reader.setDaemon(true);
    reader.start();
  }

  private void readToTheEnd() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // a broken input counts as its end
    }
    ended.countDown();
  }

  /** Waits with growing delays until a contact can be reached; false if the node ends first. */
  private boolean isContactFound(List<Peer> contacts) throws InterruptedException {
    for (long waitMs = RETRY_MS_MIN; ; waitMs = Math.min(2 * waitMs, RETRY_MS_MAX)) {
      Optional<String> problem = Contacts.problem(contacts);
      if (problem.isEmpty()) {
        return true;
      }
      err.printf(
          Locale.ROOT,
          "no contact can be reached (%s); retrying in %.1f s%n",
          problem.get(),
          waitMs / 1e3);
      if (ended.await(waitMs, TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
  }

  private void join(NodeDaemon process, boolean waits) {
    process
        .start()
        .thenAccept(time -> printJoined(process, time))
        .copy()
        .orTimeout(MEMBER_SECONDS_EXPECTED, TimeUnit.SECONDS)
        .exceptionally(late -> notYetJoined(waits));
  }

  private void printJoined(NodeDaemon process, Duration time) {
    out.printf(
        Locale.ROOT,
        "joined: %s after %.1f s, http://127.0.0.1:%d%n",
        process.self(),
        time.toMillis() / 1e3,
        process.httpPort());
  }

  private Void notYetJoined(boolean waits) {
    String why =
        waits
            ? "this role has no contact and waits for other nodes; still waiting"
            : "contacts answer, but none has accepted this node; still retrying";
    err.println("not a member after %d s: %s".formatted(MEMBER_SECONDS_EXPECTED, why));
    return null;
  }
}
