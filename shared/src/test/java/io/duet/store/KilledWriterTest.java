package io.duet.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process of its own writes numbered settings and prints each number that was acknowledged. It is
 * killed after a random number of them, again and again on the same folder.
 */
class KilledWriterTest {
  private static final int KILLS = 20;
  private static final int BEFORE_A_KILL_MAX = 300;

  @TempDir private Path folder;

  @Test
  void killedWriter_losesNothingAcknowledged() throws Exception {
    Random random = new Random(12);
    int next = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      int last = killAfter(random.nextInt(BEFORE_A_KILL_MAX), next);
      Set<String> found = settings();
      for (int number = next; number <= last; number++) {
        assertThat(found).as("kill %d", kill).contains("" + number);
      }
      assertThat(found).hasSizeGreaterThan(last);
      next = found.size();
    }
    assertThat(next).isGreaterThan(KILLS);
    assertThat(folder.resolve("node.db.damaged-1")).doesNotExist();
  }

  /** Returns the last number that was acknowledged. */
  private int killAfter(int lines, int first) throws IOException, InterruptedException {
    Process writer = start(first);
    try (BufferedReader acknowledged = writer.inputReader(StandardCharsets.UTF_8)) {
      int last = first - 1;
      for (int i = 0; i <= lines; i++) {
        last = Integer.parseInt(acknowledged.readLine());
      }
      writer.toHandle().destroyForcibly(); // unlike the process, it leaves the output open
      for (String line = acknowledged.readLine(); line != null; line = acknowledged.readLine()) {
        last = line.isEmpty() ? last : Math.max(last, Integer.parseInt(line));
      }
      return last;
    } finally {
      writer.destroyForcibly();
      assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private Process start(int first) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx48m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            Writer.class.getName(),
            folder.toString(),
            "" + first);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private Set<String> settings() throws IOException {
    try (DataFolder data = DataFolder.open(folder);
        Database database = data.database()) {
      return new SettingTable(database).all().keySet();
    }
  }

  /** Writes without end, several at once; it ends when its output is read no longer. */
  static final class Writer {
    private static final int ALL = 1_000_000;
    private static final int AT_ONCE = 7;

    private Writer() {}

    public static void main(String[] arguments) throws Exception {
      try (DataFolder data = DataFolder.open(Path.of(arguments[0]));
          Database database = data.database()) {
        SettingTable settings = new SettingTable(database);
        for (int n = Integer.parseInt(arguments[1]); n < ALL && !System.out.checkError(); n++) {
          String number = "" + n;
          var durable = settings.put(number, "x".repeat(n % 1_000));
          durable.thenRun(() -> System.out.println(number));
          if (n % AT_ONCE == 0) {
            durable.join();
          }
        }
      }
    }
  }
}
