package io.duet.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.duet.cli.FailureException;
import io.duet.cli.UsageException;
import io.duet.netty.PeerAddresses;
import io.duet.placement.Strategy;
import io.duet.store.PlacedContent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.commons.cli.CommandLine;

/** {@code duet push}: shares a file, and has other peers store copies of it. */
public final class PushCommand extends ClientCommand {
  private static final long PERIOD_MS = 250;

  public PushCommand() {
    super(
        "push",
        "Shares a file, and has other peers store copies of it.",
        "[options] FILE",
        valued("to", "HOST:PORT", "send it to this peer only"),
        valued("replicas", "N", "keep this many live copies, 1 to 8, this node's included (3)"),
        valued("strategy", "NAME", "choose peers by space, round-robin or random (space)"),
        flag("detach", "end at once; the node goes on"),
        flag("json", "print JSON"));
  }

  @Override
  public int run(CommandLine line) {
    Map<String, Object> order = order(line);
    Path file = file(line);
    NodeClient node = NodeClient.of(line).forFiles();
    String shared = node.post("/files", Map.of("path", file.toString())).path("path").asText();
    PutCommand.awaitComplete(node, shared);
    order.put("path", shared);
    JsonNode push = node.post("/placements", order);
    JsonNode ended = line.hasOption("detach") ? push : awaitEnd(node, push);
    if (line.hasOption("json")) {
      System.out.println(ended.toPrettyString());
      return ended.path("state").asText().equals("short") ? 1 : 0;
    }
    System.out.println(sentence(ended));
    return 0;
  }

  private static Path file(CommandLine line) {
    if (line.getArgList().size() != 1) {
      throw new UsageException("give one FILE");
    }
    Path file = PutCommand.paths(line).get(0);
    if (!Files.isRegularFile(file)) {
      throw new FailureException(file + " is not a file; share folders with 'duet put'");
    }
    return file;
  }

  private static Map<String, Object> order(CommandLine line) {
    Map<String, Object> order = new LinkedHashMap<>();
    if (line.hasOption("to")) {
      if (line.hasOption("replicas") || line.hasOption("strategy")) {
        throw new UsageException("--to names the only peer; omit --replicas and --strategy");
      }
      order.put("to", parsed(() -> PeerAddresses.parse(line.getOptionValue("to"))).toString());
      return order;
    }
    order.put("replicas", replicas(line.getOptionValue("replicas", "3")));
    order.put(
        "strategy", parsed(() -> Strategy.named(line.getOptionValue("strategy", "space"))).text());
    return order;
  }

  private static int replicas(String text) {
    if (!text.matches("[1-" + PlacedContent.REPLICAS_MAX + "]")) {
      throw new UsageException(
          "--replicas is '%s', but must be from 1 to %d"
              .formatted(text, PlacedContent.REPLICAS_MAX));
    }
    return Integer.parseInt(text);
  }

  private static JsonNode awaitEnd(NodeClient node, JsonNode begun) {
    JsonNode push = begun;
    try (ProgressLine progress = new ProgressLine()) {
      while (push.path("state").asText().equals("running")) {
        progress.show(count(push) + ", " + push.path("coming").size() + " under way");
        Waiting.pause(PERIOD_MS);
        push = node.get("/placements/" + begun.path("id").asText());
      }
    }
    return push;
  }

  private static String count(JsonNode push) {
    int wanted = push.path("replicas").asInt();
    int complete = push.path("copies").size();
    return wanted == PlacedContent.DELIVERED
        ? complete + " copies"
        : complete + " of " + wanted + " copies";
  }

  private static String sentence(JsonNode push) {
    String name = push.path("name").asText();
    return switch (push.path("state").asText()) {
      case "done" -> "pushed: " + name + ", copies at " + texts(push.path("copies"), ", ");
      case "running" -> "pushing: " + name + ", in the background";
      case "waiting" -> "waiting: the peer is absent, and is offered " + name + " when it returns";
      default -> throw new FailureException(shortSentence(push));
    };
  }

  private static String shortSentence(JsonNode push) {
    String problems = texts(push.path("problems"), "; ");
    if (push.path("replicas").asInt() == PlacedContent.DELIVERED) {
      return problems.isEmpty() ? "the peer did not fetch the file" : problems;
    }
    return count(push)
        + " are complete, and no other peer takes one; the node goes on trying"
        + (problems.isEmpty() ? "" : " (" + problems + ")");
  }

  private static String texts(JsonNode list, String separator) {
    List<String> texts =
        StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
    return texts.stream().collect(Collectors.joining(separator));
  }
}
