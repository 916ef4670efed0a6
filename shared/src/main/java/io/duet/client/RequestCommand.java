package io.duet.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.duet.cli.FailureException;
import io.duet.cli.UsageException;
import io.duet.netty.PeerAddresses;
import io.duet.node.PeerAddress;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;

/** {@code duet request}: sends a text to the user of another peer, through a running node. */
public final class RequestCommand extends ClientCommand {
  public RequestCommand() {
    super(
        "request",
        "Sends a text to a peer, for delivery now or when it returns.",
        "[options] PEER TEXT");
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
    Map<String, String> body = Map.of("to", to.toString(), "text", arguments.get(1));
    JsonNode answer = NodeClient.of(line).post("/request", body);
    System.out.println(sentence(to, answer.path("status").asText()));
    return 0;
  }

  private static String sentence(PeerAddress to, String status) {
    return switch (status) {
      case "delivered" -> "delivered: " + to + " has it";
      case "waiting" -> "waiting: " + to + " is inactive, and other peers keep copies for it";
      case "waiting_here_alone" ->
          "waiting: " + to + " is inactive, and no other peer keeps a copy for it yet";
      case "refused" ->
          throw new FailureException(
              "refused: the text is longer than 1,024 bytes or not plain text, or the queue is full");
      default -> throw new FailureException("the node's answer has no known status");
    };
  }
}
