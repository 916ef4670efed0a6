package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.duet.cli.Duet;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A small virtual machine of its own that runs {@code duet}; it ends with this one, whatever
 * happens, because a node's standard input ends then.
 */
final class DuetProcess implements AutoCloseable {
  private static final int LINE_SECONDS_MAX = 30;
  private static final int END_SECONDS_MAX = 15;
  private static final String END = "(the end)";
  private static final String NO_CONFIGURATION = "/dev/null";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> seen = new ArrayList<>();
  private String http = "";
  private String address = "";

  private DuetProcess(List<String> arguments, String... options) throws IOException {
    this(List.of(), arguments, Map.of(), options);
  }

  /** Runs a command with loaded classes from an archive, after a wrapper such as {@code nice}. */
  private DuetProcess(
      List<String> wrapper,
      List<String> arguments,
      Map<String, String> environment,
      String... options)
      throws IOException {
    this(wrapper, ProcessArchives.option(arguments.get(0)), arguments, environment, options);
  }

  private DuetProcess(
      List<String> wrapper,
      String archive,
      List<String> arguments,
      Map<String, String> environment,
      String... options)
      throws IOException {
    List<String> command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx48m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add(archive);
    command.addAll(List.of(options));
    command.add(Duet.class.getName());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("CLASSPATH", ProcessClassPath.asText());
    builder.environment().keySet().removeIf(name -> name.startsWith("DUET_"));
    builder.environment().put("XDG_CONFIG_HOME", NO_CONFIGURATION);
    builder.environment().put("DUET_NO_DATA", "true"); // --data precedes it
    builder.environment().putAll(environment);
    process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    Thread reader = new Thread(this::read, "output of " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /** Runs a command. */
  static DuetProcess run(String... arguments) throws IOException {
    return new DuetProcess(List.of(arguments));
  }

  /** Runs a command with these variables in its environment. */
  static DuetProcess run(Map<String, String> environment, String... arguments) throws IOException {
    return new DuetProcess(List.of(), List.of(arguments), environment);
  }

  /** Runs a command for a user of this language and country. */
  static DuetProcess run(Locale user, String... arguments) throws IOException {
    String language = "-Duser.language=" + user.getLanguage();
    return new DuetProcess(List.of(arguments), language, "-Duser.country=" + user.getCountry());
  }

  /** Runs a node of the ring on free ports. */
  static DuetProcess node(String... more) throws IOException {
    return nodeOf("chord", more);
  }

  /** Runs a node of this overlay on free ports. */
  static DuetProcess nodeOf(String overlay, String... more) throws IOException {
    return new DuetProcess(nodeArguments(overlay, more));
  }

  /** Starts it with a limit on the size of each file that it writes, in KiB ({@code ulimit -f}). */
  static DuetProcess nodeWithFilesUpTo(int kib, String overlay, String... more) throws IOException {
    List<String> limit = List.of("bash", "-c", "ulimit -f " + kib + "; exec \"$@\"", "limited");
    return new DuetProcess(limit, nodeArguments(overlay, more), Map.of());
  }

  /** Runs a node of the ring, which leaves an archive of the classes that it has loaded. */
  static DuetProcess archivingNode(Path archive, String... more) throws IOException {
    return archiving(archive, nodeArguments("chord", more).toArray(String[]::new));
  }

  /** Runs a command, which leaves an archive of the classes that it has loaded. */
  static DuetProcess archiving(Path archive, String... arguments) throws IOException {
    String option = "-XX:ArchiveClassesAtExit=" + archive;
    return new DuetProcess(List.of(), option, List.of(arguments), Map.of());
  }

  private static List<String> nodeArguments(String overlay, String... more) {
    List<String> arguments = new ArrayList<>(List.of("node", "--overlay", overlay, "--until-eof"));
    arguments.addAll(List.of("--http", "0"));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private void read() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("its output broke: " + e);
    }
    lines.add(END);
  }

  /** What follows these words in the line that begins with them. */
  String awaitLine(String words) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LINE_SECONDS_MAX);
    for (long left = deadline - System.nanoTime(); left > 0; left = deadline - System.nanoTime()) {
      String line = lines.poll(left, TimeUnit.NANOSECONDS);
      seen.add(line == null ? "nothing more in time" : line);
      if (line != null && line.startsWith(words)) {
        return line.substring(words.length());
      } else if (END.equals(line)) {
        break;
      }
    }
    throw new AssertionError("no line begins with '" + words + "' in: " + seen);
  }

  /** Waits until the node listens, and returns the address at which peers reach it. */
  String awaitListening() throws InterruptedException {
    String line = awaitLine("listening: ");
    http = line.substring(line.indexOf("http:"));
    address = line.substring(0, line.indexOf(','));
    return address;
  }

  /** The address at which peers reach the node, once it listens. */
  String address() {
    return address;
  }

  /** Waits until the node is a member. */
  void awaitJoined() throws InterruptedException {
    awaitLine("joined: ");
  }

  /** The port on which the node answers people. */
  String httpPort() {
    return http.substring(http.lastIndexOf(':') + 1);
  }

  /** Runs a command of this node's user, which must succeed; returns what it prints. */
  String command(String... arguments) throws IOException, InterruptedException {
    return command(0, arguments);
  }

  /** Runs a command of this node's user, which must end with this status. */
  String command(int status, String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--http", httpPort()));
    try (DuetProcess command = new DuetProcess(all)) {
      int ended = command.awaitEnd();
      String output = command.output();
      assertThat(ended).as(output).isEqualTo(status);
      return output;
    }
  }

  JsonNode status() throws IOException, InterruptedException {
    return ask(request("/status").build());
  }

  /** What the node answers at a path of its API such as {@code /peers}. */
  JsonNode get(String path) throws IOException, InterruptedException {
    return ask(request(path).build());
  }

  JsonNode search(String name) throws IOException, InterruptedException {
    String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8);
    return ask(request("/search?name=" + encoded).build());
  }

  JsonNode publish(String name) throws IOException, InterruptedException {
    return post("/publish", Map.of("name", name));
  }

  /** What the node answers to these values at a path of its API. */
  JsonNode post(String path, Map<String, String> values, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
    if (headers.length > 0) {
      request.headers(headers);
    }
    String body = JSON.writeValueAsString(values);
    return ask(request.POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(http + "/api/v1" + path))
        .timeout(Duration.ofSeconds(35));
  }

  private static JsonNode ask(HttpRequest request) throws IOException, InterruptedException {
    return JSON.readTree(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  /** Asks it to end, as an interrupt does; its output can still be read. */
  void interrupt() {
    process.toHandle().destroy();
  }

  /** Ends its standard input. */
  void endInput() throws IOException {
    process.getOutputStream().close();
  }

  /** All lines that it still prints until it ends. */
  String output() throws InterruptedException {
    StringBuilder output = new StringBuilder();
    String line = lines.poll(LINE_SECONDS_MAX, TimeUnit.SECONDS);
    while (line != null && !line.equals(END)) {
      output.append(line).append('\n');
      line = lines.poll(LINE_SECONDS_MAX, TimeUnit.SECONDS);
    }
    return output.toString();
  }

  /** Waits for its end; gives its exit status. */
  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end: " + seen);
    }
    return process.exitValue();
  }

  /** Ends it as kill -9 does, and waits until it has ended. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Ends it as kill -9 does. */
  @Override
  public void close() {
    process.destroyForcibly();
  }
}
