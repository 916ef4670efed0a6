package io.duet.chord;

import io.duet.node.Message;
import io.duet.node.Node;
import io.duet.node.Peer;
import io.duet.node.Timer;
import io.duet.rpc.Reply;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A node that really runs, on a {@link StillHost}, and takes one input after the other. */
final class NodeRun {

  /** What happens to a node. */
  sealed interface Input {
    /** Begins to join. */
    record Start() implements Input {}

    /** Takes a message; a reply bears the number of the host's request. */
    record Receive(Peer from, Message message) implements Input {}

    /** Receives an alarm. */
    record Ring(Timer alarm) implements Input {}

    /** Gets no answer to the request of this number. */
    record Fail(int request) implements Input {}

    /** Leaves gracefully. */
    record Stop() implements Input {}
  }

  private final StillHost host;
  private final Node node;

  NodeRun(StillHost host, Node node) {
    this.host = host;
    this.node = node;
  }

  /** Lets this happen; what the node sends because of it is returned. */
  List<StillHost.Sent> take(Input input) {
    if (input instanceof Input.Start) {
      node.start();
    } else if (input instanceof Input.Receive receive) {
      node.onMessage(receive.from(), asTheNodeNumbersIt(receive.message()));
    } else if (input instanceof Input.Ring ring) {
      host.alarms().remove(ring.alarm());
      node.onTimer(ring.alarm());
    } else if (input instanceof Input.Fail fail) {
      Inside.fail(node, requestOf(host.requests().get(fail.request())));
    } else {
      node.stop();
    }
    Set<Object> open =
        Inside.pendingOf(node).stream().map(NodeRun::idOf).collect(Collectors.toSet());
    host.requests().values().removeIf(id -> !open.contains(id));
    return host.takeSent();
  }

  private Message asTheNodeNumbersIt(Message message) {
    return message instanceof Reply reply
        ? Inside.numbered(message, host.requests().get(reply.requestId()))
        : message;
  }

  private static Object idOf(Object request) {
    return Inside.get("id", request);
  }

  private Object requestOf(int id) {
    return Inside.pendingOf(node).stream()
        .filter(request -> idOf(request).equals(id))
        .findFirst()
        .orElseThrow();
  }

  Node node() {
    return node;
  }

  StillHost host() {
    return host;
  }

  /** The pending requests by the host's numbers. */
  Map<Integer, Object> requests() {
    Map<Integer, Object> requests = new TreeMap<>();
    host.requests().forEach((number, id) -> requests.put(number, requestOf(id)));
    return requests;
  }
}
