package io.duet.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.duet.cli.FailureException;
import io.duet.cli.UsageException;
import io.duet.netty.PeerAddresses;
import io.duet.node.PeerAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;

/** {@code duet request}: sends a text to the user of another peer, through a running node. */
public final class RequestCommand extends ClientCommand {
  private static final String LIFETIME = "lifetime";
  private static final int LIFETIME_DIGITS_MAX = 5;

  public RequestCommand() {
    super(
        "request",
        "Sends a text to a peer, for delivery now or when it returns.",
        "[options] PEER TEXT",
        valued(LIFETIME, "SECONDS", "drop it if it is not delivered by then, up to 43200 (43200)"),
        flag("json", "print JSON"));
  }

  @Override
  public int run(CommandLine line) {
    List<String> arguments = line.getArgList();
    if (arguments.size() != 2) {
      throw new UsageException("give PEER as HOST:PORT and one TEXT, in quotes if it has spaces");
    }
    if (arguments.get(1).isEmpty()) {
      throw new UsageException("TEXT is empty");
    }
    PeerAddress to = parsed(() -> PeerAddresses.parse(arguments.get(0)));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("to", to.toString());
    body.put("text", arguments.get(1));
    if (line.hasOption(LIFETIME)) {
      body.put(LIFETIME, number(line, LIFETIME, LIFETIME_DIGITS_MAX));
    }
    JsonNode answer = NodeClient.of(line).post("/request", body);
    String sentence = sentence(to, answer);
    System.out.println(line.hasOption("json") ? answer.toPrettyString() : sentence);
    return 0;
  }

  private static String sentence(PeerAddress to, JsonNode answer) {
    return switch (answer.path("status").asText()) {
      case "delivered" -> "delivered: " + to + " has it";
      case "waiting" -> "waiting: " + to + " is inactive, and " + keepers(answer) + " for it";
      case "waiting_here_alone" ->
          "waiting: " + to + " is inactive, and no other peer keeps a copy for it yet";
      case "refused" ->
          throw new FailureException("refused: " + reason(answer.path("reason").asText()));
      default -> throw new FailureException("the node's answer has no known status");
    };
  }

  private static String keepers(JsonNode answer) {
    return switch (answer.path("keepers").size()) {
      case 0 -> "other peers keep copies";
      case 1 -> "1 other peer keeps a copy";
      default -> answer.path("keepers").size() + " other peers keep copies";
    };
  }

  private static String reason(String given) {
    return given.isEmpty()
        ? "the text is longer than 1,024 bytes or not plain text, or the queue is full"
        : given;
  }
}
