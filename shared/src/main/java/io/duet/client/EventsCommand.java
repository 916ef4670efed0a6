package io.duet.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.duet.events.EventKind;
import java.util.Arrays;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;

/** {@code duet events}: shows the events of a running node. */
public final class EventsCommand extends ClientCommand {
  private static final String KINDS =
      Arrays.stream(EventKind.values()).map(EventKind::word).collect(Collectors.joining(", "));

  public EventsCommand() {
    super(
        "events",
        "Shows the requests, transfers, joins and leaves at a running node.",
        "[options]",
        valued("since", "NUMBER", "show events from this number on (0)"),
        valued("kind", "KIND,...", "show only events of these kinds: " + KINDS),
        flag("follow", "continue until interrupted, also when the node restarts"),
        flag("json", "print JSON, one event per line"));
  }

  @Override
  public int run(CommandLine line) {
    takeNoArguments(line);
    String query = "/events?since=" + number(line, "since", 18) + kind(line);
    NodeClient node = NodeClient.of(line);
    boolean json = line.hasOption("json");
    JsonNode events = node.get(query).path("events"); // a node that does not answer is an error
    if (line.hasOption("follow")) {
      node.events(query).follow(event -> print(event, json));
    } else if (events.isEmpty()) {
      System.err.println("this node keeps no such event");
    } else {
      events.forEach(event -> print(event, json));
    }
    return 0;
  }

  private static String kind(CommandLine line) {
    String words = line.getOptionValue("kind");
    if (words == null) {
      return "";
    }
    Set<EventKind> kinds = parsed(() -> EventKind.setOf(words));
    return "&kind=" + kinds.stream().map(EventKind::word).collect(Collectors.joining(","));
  }

  private static void print(JsonNode event, boolean json) {
    System.out.println(json ? event.toString() : text(event));
    System.out.flush();
  }

  private static String text(JsonNode event) {
    return "%4d  %s  %-9s  %s"
        .formatted(
            event.path("number").asLong(),
            event.path("at").asText(),
            event.path("kind").asText(),
            event.path("kind").asText().equals("request") ? request(event) : fields(event));
  }

  private static String request(JsonNode event) {
    int hops = event.path("hops").asInt();
    return "%s  %s (%d %s)"
        .formatted(
            event.path("from").asText(),
            event.path("request").asText(),
            hops,
            hops == 1 ? "hop" : "hops");
  }

  /** The values that depend on the kind, such as {@code peer=127.0.0.1:4000}. */
  private static String fields(JsonNode event) {
    StringJoiner values = new StringJoiner("  ");
    event
        .properties()
        .forEach(
            field -> {
              if (!field.getKey().matches("number|at|kind")) {
                values.add(field.getKey() + "=" + field.getValue().asText());
              }
            });
    return values.toString();
  }
}
