package io.duet.events;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A RabbitMQ of its own, as Debian's package installs it, on free loopback ports. */
final class RabbitBroker implements AutoCloseable {
  static final Path PROGRAM = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");
  private static final int START_SECONDS_MAX = 60;
  private static final int END_SECONDS_MAX = 20;

  private final Path folder;
  private final int port = freePort();
  private final int distribution = freePort();
  private final int portMapper = freePort();
  private Process process;

  RabbitBroker(Path folder) throws Exception {
    this.folder = folder;
    start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  /** Starts the broker with what the last one left, and waits until it accepts connections. */
  void start() throws Exception {
    ProcessBuilder builder = new ProcessBuilder(PROGRAM.toString()).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("out").toFile()));
    Map<String, String> own = builder.environment();
    own.put("HOME", folder.toString());
    own.put("RABBITMQ_NODENAME", "duet@localhost");
    own.put("RABBITMQ_MNESIA_BASE", folder.resolve("db").toString());
    own.put("RABBITMQ_LOG_BASE", folder.resolve("log").toString());
    own.put("RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("plugins").toString());
    own.put("RABBITMQ_CONF_ENV_FILE", folder.resolve("none").toString());
    own.put("RABBITMQ_CONFIG_FILE", folder.resolve("none").toString());
    own.put("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1");
    own.put("RABBITMQ_NODE_PORT", String.valueOf(port));
    own.put("RABBITMQ_DIST_PORT", String.valueOf(distribution));
    own.put("ERL_EPMD_ADDRESS", "127.0.0.1");
    own.put("ERL_EPMD_PORT", String.valueOf(portMapper));
    own.put("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}");
    process = builder.start();
    awaitPort();
  }

  private void awaitPort() throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
    while (!answers()) {
      if (System.nanoTime() > deadline || !process.isAlive()) {
        throw new AssertionError(
            "RabbitMQ does not start: " + Files.readString(folder.resolve("out")));
      }
      process.waitFor(100, TimeUnit.MILLISECONDS);
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends the broker as kill -9 does. */
  void kill() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor(END_SECONDS_MAX, TimeUnit.SECONDS);
  }

  /** Ends the broker and the port mapper that it started. */
  @Override
  public void close() throws Exception {
    kill();
    ProcessBuilder end = new ProcessBuilder("epmd", "-port", "" + portMapper, "-kill");
    end.environment().put("ERL_EPMD_RELAXED_COMMAND_CHECK", "true");
    end.redirectErrorStream(true).redirectOutput(folder.resolve("epmd").toFile());
    end.start().waitFor(END_SECONDS_MAX, TimeUnit.SECONDS);
  }
}
