package io.duet.process;

import io.duet.cli.UsageException;
import io.duet.netty.PeerAddresses;
import io.duet.node.PeerAddress;
import io.duet.overlay.ContentName;
import io.duet.overlay.NodeMaker;
import io.duet.overlay.OverlayProvider;
import io.duet.overlay.Overlays;
import io.duet.overlay.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/**
 * What {@code duet node} is asked to run.
 *
 * @param overlay the overlay's short name
 * @param maker makes the node, with its settings
 * @param listen where the node listens; port 0 takes any free one
 * @param contacts members through which it joins; none when it begins a network of its own
 * @param httpPort the loopback port for people and Prometheus; 0 takes any free one
 * @param watched the folder whose files it announces; null when there is none
 * @param names contents that it announces from the start
 * @param untilEof whether the end of standard input ends the node
 */
record NodeOptions(
    String overlay,
    NodeMaker maker,
    PeerAddress listen,
    List<PeerAddress> contacts,
    int httpPort,
    @Nullable Path watched,
    List<ContentName> names,
    boolean untilEof) {

  /** The port on which a node answers people when nothing else is said. */
  static final int HTTP_PORT = 9464;

  /** The size of network for which settings are chosen that nobody gave. */
  static final int NODES_EXPECTED = 64;

  private static final int CONTACTS_MAX = 64;

  static Options options() {
    return new Options()
        .addOption(
            option("overlay", "NAME", "which network it joins, such as chord or chord:PRESET"))
        .addOption(option("listen", "HOST:PORT", "where peers reach it (127.0.0.1:0, a free port)"))
        .addOption(
            option("join", "HOST:PORT,...", "members through which it joins (begins a network)"))
        .addOption(
            option(
                "http",
                "PORT",
                "loopback port of /metrics, /status and the commands (9464); 0: any"))
        .addOption(option("set", "NAME=VALUE", "a setting of the overlay; may be repeated"))
        .addOption(
            option("role", "ROLE", "auto, leaf or super-peer, where nodes have roles (auto)"))
        .addOption(
            option("neighbors", "FILE", "names members as --join does, one HOST:PORT a line"))
        .addOption(option("watch", "DIR", "announces the files of a folder, as they come and go"))
        .addOption(option("publish", "NAME", "announces a content; may be repeated"))
        .addOption(
            Option.builder()
                .longOpt("until-eof")
                .desc("leaves when standard input ends, too; for programs that start nodes")
                .get());
  }

  private static Option option(String name, String value, String what) {
    return Option.builder().longOpt(name).hasArg().argName(value).desc(what).get();
  }

  /**
   * What a command line asks for.
   *
   * @throws UsageException when it makes no sense
   */
  static NodeOptions of(CommandLine line) {
    if (!line.getArgList().isEmpty()) {
      throw new UsageException("unexpected argument '" + line.getArgList().get(0) + "'");
    }
    if (!line.hasOption("overlay")) {
      throw new UsageException("say which network it joins, as in --overlay chord");
    }
    try {
      return read(line);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static NodeOptions read(CommandLine line) {
    OverlayProvider overlay = Overlays.named(line.getOptionValue("overlay"));
    Map<String, String> overrides = assignments(overlay.name(), values(line, "set"));
    Settings defaults = overlay.defaults(NODES_EXPECTED);
    if (line.hasOption("role")) {
      overrides.put("role", role(line.getOptionValue("role"), overlay, defaults));
    }
    NodeMaker maker = overlay.nodeMaker(defaults.overriddenBy(overrides));
    List<PeerAddress> contacts = contacts(line);
    maker.check(contacts);
    return new NodeOptions(
        overlay.name(),
        maker,
        listen(line.getOptionValue("listen", "127.0.0.1:0")),
        contacts,
        port(line.getOptionValue("http", String.valueOf(HTTP_PORT))),
        watched(line),
        values(line, "publish").stream().map(ContentName::new).toList(),
        line.hasOption("until-eof"));
  }

  private static String role(String role, OverlayProvider overlay, Settings settings) {
    if (!settings.asMap().containsKey("role")) {
      throw new IllegalArgumentException(
          "nodes of overlay '" + overlay.name() + "' have no roles; leave --role out");
    }
    return role;
  }

  private static List<String> values(CommandLine line, String option) {
    String[] values = line.getOptionValues(option);
    return values == null ? List.of() : Arrays.asList(values);
  }

  /** Settings by name; as in experiments, the overlay's own name may stand before a setting's. */
  private static Map<String, String> assignments(String overlay, List<String> texts) {
    Map<String, String> assignments = new LinkedHashMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals <= 0) {
        throw new IllegalArgumentException("--set takes NAME=VALUE, not '" + text + "'");
      }
      String name = text.substring(0, equals);
      boolean prefixed = name.startsWith(overlay + ".");
      assignments.put(
          prefixed ? name.substring(overlay.length() + 1) : name, text.substring(equals + 1));
    }
    return assignments;
  }

  private static @Nullable Path watched(CommandLine line) {
    if (!line.hasOption("watch")) {
      return null;
    }
    Path folder = Path.of(line.getOptionValue("watch"));
    if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
      throw new IllegalArgumentException("--watch: " + folder + " is not a folder to be read");
    }
    return folder;
  }

  private static PeerAddress listen(String text) {
    PeerAddress address = PeerAddresses.parse(text);
    if (PeerAddresses.toSocket(address).getAddress().isAnyLocalAddress()) {
      throw new IllegalArgumentException(
          "--listen takes one address of this machine, which peers can reach, not " + text);
    }
    return address;
  }

  private static List<PeerAddress> contacts(CommandLine line) {
    List<PeerAddress> contacts = new ArrayList<>();
    for (String value : values(line, "join")) {
      for (String text : value.split(",", -1)) {
        contacts.add(contact(text.strip()));
      }
    }
    for (String file : values(line, "neighbors")) {
      contacts.addAll(new NeighborsFile(Path.of(file)).read());
    }
    if (contacts.size() > CONTACTS_MAX) {
      throw new IllegalArgumentException("--join takes at most " + CONTACTS_MAX + " addresses");
    }
    return contacts;
  }

  private static PeerAddress contact(String text) {
    PeerAddress contact = PeerAddresses.parse(text);
    if (contact.port() == 0) {
      throw new IllegalArgumentException("--join needs the port of a running node, not 0: " + text);
    }
    return contact;
  }

  private static int port(String text) {
    if (text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65_535) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException("--http is " + text + ", but must be from 0 to 65535");
  }
}
