package io.duet.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.TimeUnit;
import org.apache.commons.cli.CommandLine;

/** {@code duet events}: shows the request log of a running node. */
public final class EventsCommand extends ClientCommand {
  private static final long PERIOD_MS = 500;

  public EventsCommand() {
    super(
        "events",
        "Shows the request log of a running node that keeps one.",
        "[options]",
        valued("since", "NUMBER", "show requests from this number on (0)"),
        flag("follow", "continue until interrupted"),
        flag("json", "print JSON, one event per line"));
  }

  @Override
  public int run(CommandLine line) {
    takeNoArguments(line);
    long since = number(line, "since", 18);
    NodeClient node = NodeClient.of(line);
    boolean json = line.hasOption("json");
    long next = print(node, since, json);
    if (next == 0) {
      System.err.println("no request has reached this node yet, or it keeps no request log");
    }
    if (line.hasOption("follow")) {
      follow(node, next, json);
    }
    return 0;
  }

  /** Prints new events until this process is interrupted or the node no longer answers. */
  private static void follow(NodeClient node, long first, boolean json) {
    try {
      for (long next = first; ; next = print(node, next, json)) {
        TimeUnit.MILLISECONDS.sleep(PERIOD_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Prints the events from this number on; returns the number to continue with. */
  private static long print(NodeClient node, long since, boolean json) {
    JsonNode answer = node.get("/events?since=" + since);
    for (JsonNode event : answer.path("events")) {
      System.out.println(json ? event.toString() : text(event));
    }
    return answer.path("next").asLong();
  }

  private static String text(JsonNode event) {
    int hops = event.path("hops").asInt();
    return "%4d  %s  %s  %s (%d %s)"
        .formatted(
            event.path("number").asLong(),
            event.path("at").asText(),
            event.path("from").asText(),
            event.path("request").asText(),
            hops,
            hops == 1 ? "hop" : "hops");
  }
}
