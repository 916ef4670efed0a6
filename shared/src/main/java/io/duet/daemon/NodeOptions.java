package io.duet.daemon;

import static io.duet.cli.Command.flag;
import static io.duet.cli.Command.repeated;
import static io.duet.cli.Command.valued;
import static io.duet.cli.Command.values;

import io.duet.cli.Command;
import io.duet.cli.UsageException;
import io.duet.events.AmqpTarget;
import io.duet.events.EventLog;
import io.duet.netty.PeerAddresses;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.overlay.ContentName;
import io.duet.overlay.spi.NodeFactory;
import io.duet.overlay.spi.OverlayPlugin;
import io.duet.overlay.spi.Overlays;
import io.duet.overlay.spi.Settings;
import io.duet.placement.Placements;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/**
 * The node that {@code duet node} runs, as its options describe it.
 *
 * @param overlay the overlay, perhaps with a preset
 * @param maker builds the node, with its settings
 * @param listen where the node listens; port 0 takes any free one
 * @param contacts members through which it joins; none if it creates a network
 * @param httpPort the loopback port for commands and Prometheus; 0 takes any free one
 * @param anyHttpPort whether a free port will do if that one is in use, because none was given
 *     explicitly
 * @param watched the folder whose files it publishes; null if there is none
 * @param data the folder in which it keeps its state; null if it shares no files
 * @param usualData whether it may use the usual data folder of its user, because none was given or
 *     refused
 * @param uploadMax the largest number of bytes that it sends to peers per second; 0 for no limit
 * @param eventsKept the number of events that it keeps of each kind
 * @param broker where it publishes its events; null if nowhere
 * @param storing what it stores for others
 * @param names contents that it publishes from the start
 * @param untilEof whether the end of standard input ends the node
 */
public record NodeOptions(
    OverlayPlugin overlay,
    NodeFactory maker,
    PeerAddress listen,
    List<Peer> contacts,
    int httpPort,
    boolean anyHttpPort,
    @Nullable Path watched,
    @Nullable Path data,
    boolean usualData,
    long uploadMax,
    int eventsKept,
    @Nullable AmqpTarget broker,
    Placements.Limits storing,
    List<ContentName> names,
    boolean untilEof) {

  /** The default HTTP port of a node. */
  public static final int HTTP_PORT = 9464;

  /** The path of a node's HTTP interface, with its version. */
  public static final String API_PATH = "/api/v1";

  /** The bytes that a node stores for others, unless told otherwise. */
  static final long STORE_BYTES = 1L << 30;

  /** The expected network size, from which the defaults of settings follow. */
  static final int NODES_EXPECTED = 64;

  private static final String REQUEST_LOG = "requestLog";

  public static Options options() {
    return Command.options(
        valued("overlay", "NAME", "run a node of this overlay, such as chord or chord:PRESET"),
        valued("listen", "HOST:PORT", "listen for peers here (127.0.0.1:0, a free port)"),
        repeated("join", "HOST:PORT,...", "join through these contacts (none: create a network)"),
        valued(
            "http",
            "PORT",
            "serve /metrics, /api/v1 and the commands on this loopback port (9464, or a free one if"
                + " it is in use); 0: any"),
        repeated("set", "NAME=VALUE", "change a setting of the overlay"),
        valued(
            "role",
            "ROLE",
            "take this role: auto, leaf or super-peer, if the overlay has roles (auto)"),
        repeated("neighbors", "FILE", "read contacts from a file, one HOST:PORT per line"),
        valued("watch", "DIR", "share the files of a folder; only their names, with --no-data"),
        valued(
            "data",
            "DIR",
            "share and fetch files, and keep all state in this folder"
                + " ($XDG_DATA_HOME/duet/NETWORK, or ~/.local/share/duet/NETWORK)"),
        flag("no-data", "have no data folder: share no files, and keep nothing"),
        valued(
            "upload", "BYTES", "send peers at most this many bytes of files per second (no limit)"),
        valued("events-kept", "NUMBER", "keep this many events of each kind, up to 100,000 (1000)"),
        valued(
            "events",
            "URL",
            "publish events to this broker: amqp://USER:PASSWORD@HOST:PORT/VHOST?exchange=duet;"
                + " DUET_EVENTS or the file hide the password from other users"),
        valued("store", "BYTES", "store at most this many bytes for other peers (1 GiB)"),
        valued("repair", "SECONDS", "count the copies of pushed files this often (60)"),
        repeated("publish", "NAME", "publish a content"),
        valued(
            "config",
            "FILE",
            "read options that are not given from a file, one 'option = value' per line"
                + " ($XDG_CONFIG_HOME/duet/config); DUET_OPTION in the environment precedes it"),
        flag("until-eof", "also leave when standard input ends; for programs that start nodes"));
  }

  /**
   * The options of a command line.
   *
   * @throws UsageException if they are invalid
   */
  public static NodeOptions of(CommandLine line) {
    Command.takeNoArguments(line);
    if (!line.hasOption("overlay")) {
      throw new UsageException("--overlay is missing; name one, as in --overlay chord");
    }
    return Command.parsed(() -> read(line));
  }

  private static NodeOptions read(CommandLine line) {
    OverlayPlugin overlay = Overlays.named(line.getOptionValue("overlay"));
    Map<String, String> overrides = assignments(overlay.name(), values(line, "set"));
    Settings defaults = overlay.defaults(NODES_EXPECTED);
    if (line.hasOption("role")) {
      if (!defaults.asMap().containsKey("role")) {
        throw new IllegalArgumentException(
            "nodes of overlay '" + overlay.name() + "' have no roles; omit --role");
      }
      overrides.put("role", line.getOptionValue("role"));
    }
    if (defaults.asMap().containsKey(REQUEST_LOG)) {
      overrides.putIfAbsent(REQUEST_LOG, "true");
    }
    NodeFactory maker = overlay.nodeMaker(defaults.overriddenBy(overrides));
    PeerAddress listen = listen(line.getOptionValue("listen", "127.0.0.1:0"));
    List<Peer> contacts = Contacts.without(listen, Contacts.of(line));
    maker.check(contacts);
    return new NodeOptions(
        overlay,
        maker,
        listen,
        contacts,
        port(line.getOptionValue("http", String.valueOf(HTTP_PORT))),
        !line.hasOption("http"),
        watched(line),
        line.hasOption("data") ? Path.of(line.getOptionValue("data")) : null,
        !line.hasOption("data") && !line.hasOption("no-data"),
        bytes("upload", line.getOptionValue("upload", "0"), "a number of bytes per second"),
        kept(line.getOptionValue("events-kept", String.valueOf(EventLog.KEPT))),
        line.hasOption("events") ? AmqpTarget.parse(line.getOptionValue("events")) : null,
        storing(line),
        values(line, "publish").stream().map(ContentName::new).toList(),
        line.hasOption("until-eof"));
  }

  /**
   * These options with a data folder, unless they name or refuse one: a folder of this network
   * below {@code above}, or a numbered one beside it if another node uses that.
   */
  NodeOptions withDataBelow(Path above) {
    Path own = usualData ? above.resolve(overlay.networkName()) : data;
    return new NodeOptions(
        overlay,
        maker,
        listen,
        contacts,
        httpPort,
        anyHttpPort,
        watched,
        own,
        usualData,
        uploadMax,
        eventsKept,
        broker,
        storing,
        names,
        untilEof);
  }

  /** Settings by name; the overlay's name may precede that of a setting, as in experiments. */
  public static Map<String, String> assignments(String overlay, List<String> texts) {
    Map<String, String> assignments = new LinkedHashMap<>();
    for (String text : texts) {
      Map.Entry<String, String> one = Command.assignment(text);
      String prefix = "^" + Pattern.quote(overlay + ".");
      assignments.put(one.getKey().replaceFirst(prefix, ""), one.getValue());
    }
    return assignments;
  }

  private static @Nullable Path watched(CommandLine line) {
    if (!line.hasOption("watch")) {
      return null;
    }
    Path folder = Path.of(line.getOptionValue("watch"));
    if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
      throw new IllegalArgumentException("--watch: " + folder + " is not a readable folder");
    }
    return folder;
  }

  private static PeerAddress listen(String text) {
    PeerAddress address = PeerAddresses.parse(text);
    if (PeerAddresses.toSocket(address).getAddress().isAnyLocalAddress()) {
      throw new IllegalArgumentException(
          "--listen takes an address of this machine that peers can reach, not " + text);
    }
    return address;
  }

  private static Placements.Limits storing(CommandLine line) {
    long quota =
        bytes("store", line.getOptionValue("store", "" + STORE_BYTES), "a number of bytes");
    String seconds = line.getOptionValue("repair", "60");
    if (!seconds.matches("[1-9]\\d{0,4}")) {
      throw new IllegalArgumentException(
          "--repair is " + seconds + ", but must be a number of seconds, from 1 to 99999");
    }
    return new Placements.Limits(quota, Integer.parseInt(seconds));
  }

  private static long bytes(String option, String text, String meaning) {
    if (text.matches("\\d{1,15}")) {
      return Long.parseLong(text);
    }
    throw new IllegalArgumentException("--" + option + " is " + text + ", but must be " + meaning);
  }

  private static int kept(String text) {
    if (text.matches("\\d{1,6}")) {
      int kept = Integer.parseInt(text);
      if (kept >= 1 && kept <= EventLog.KEPT_MAX) {
        return kept;
      }
    }
    throw new IllegalArgumentException(
        "--events-kept is " + text + ", but must be from 1 to " + EventLog.KEPT_MAX);
  }

  private static int port(String text) {
    if (text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65_535) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException("--http is " + text + ", but must be from 0 to 65535");
  }
}
