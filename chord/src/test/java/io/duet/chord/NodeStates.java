package io.duet.chord;

import io.duet.chord.id.RingPeer;
import io.duet.chord.message.ChordMessage;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.node.Timer;
import io.duet.rpc.Reply;
import io.duet.rpc.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All states that single nodes have been seen in, and where each input leads. A node is a
 * deterministic object that reads nothing but its inputs, so the real code runs once for each state
 * and input. It runs on a node that is brought to the state by repeating its inputs from the start.
 * From then on the result is taken from a table. Two states are one when all objects of the node
 * are equal ({@link StateText}).
 */
final class NodeStates {

  /** A message on its way; there is one object for all that are equal. */
  record Flight(int number, int from, int to, NodeRun.Input.Receive input) {

    /** Whether this is a node's request of this number, or the reply to it. */
    boolean isOf(int node, int request) {
      Message message = input.message();
      return message instanceof Reply reply
          ? to == node && reply.requestId() == request
          : from == node && message instanceof Request<?> r && r.requestId() == request;
    }

    /**
     * Whether this message disappears when a node ends. These are the messages to that node, and
     * its own requests: they change no state, and their replies have no receiver.
     */
    boolean diesWith(int node) {
      return to == node || (from == node && input.message() instanceof Request<?>);
    }

    boolean isNotify() {
      return input.message() instanceof ChordMessage.Notify;
    }

    @Override
    public String toString() {
      return input.message() + " from " + input.from();
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return number;
    }
  }

  /** Where an input leads. */
  record Step(State next, List<Flight> sent) {}

  private record Route(Peer from, Peer to, Object message) {}

  /** One state of one node; there is one object for all that are equal. */
  final class State {
    final int number;
    final int node;
    final RingChecker.@Nullable Member member; // null before it is one
    final List<Timer> alarms;
    final Map<Integer, Integer> requests = new TreeMap<>(); // the peers that were asked
    private final Origin origin;
    private final @Nullable State before;
    private final NodeRun.@Nullable Input input;
    private final Map<NodeRun.Input, Step> steps = new HashMap<>();

    private State(
        Origin origin, NodeRun run, @Nullable State before, NodeRun.@Nullable Input input) {
      this.number = states.size();
      this.node = indexes.get(run.host().self());
      this.member =
          protocol.isMember(run.node())
              ? RingChecker.Member.of(protocol.routingOf(run.node()))
              : null;
      this.alarms = List.copyOf(run.host().alarms());
      this.origin = origin;
      this.before = before;
      this.input = input;
      run.requests().forEach((number, request) -> requests.put(number, indexOf(request)));
    }

    private int indexOf(Object request) {
      return indexes.get((Peer) Inside.get("peer", request));
    }
  }

  /** How a node begins. */
  private interface Origin {
    NodeRun begin();
  }

  private final ExploredProtocol protocol;
  private final List<RingPeer> peers;
  private final Map<Peer, Integer> indexes = new HashMap<>();
  private final Map<String, State> byText = new HashMap<>();
  private final List<State> states = new ArrayList<>();
  private final Map<Route, Flight> byRoute = new HashMap<>();
  private final List<Flight> flights = new ArrayList<>();

  NodeStates(ExploredProtocol protocol, List<RingPeer> peers) {
    this.protocol = protocol;
    this.peers = peers;
    peers.forEach(peer -> indexes.put(peer.peer(), indexes.size()));
  }

  /** A member of an ideal ring that consists of these nodes. */
  State member(List<Integer> ring, int place) {
    List<RingPeer> members = ring.stream().map(peers::get).toList();
    return begin(
        () -> {
          StillHost host = new StillHost(members.get(place).peer(), 0);
          return new NodeRun(host, protocol.member(host, members, place));
        });
  }

  /** A node that has not started, and will join through this contact. */
  State newcomer(int node, int contact) {
    return begin(
        () -> {
          StillHost host = new StillHost(peers.get(node).peer(), contact);
          return new NodeRun(host, protocol.newcomer(host, peers));
        });
  }

  private State begin(Origin origin) {
    return find(origin, origin.begin(), null, null);
  }

  private State find(
      Origin origin, NodeRun run, @Nullable State before, NodeRun.@Nullable Input input) {
    String text = StateText.of(run);
    State known = byText.get(text);
    if (known == null) {
      known = new State(origin, run, before, input);
      byText.put(text, known);
      states.add(known);
    }
    return known;
  }

  /** Where this input leads a node from this state. */
  Step step(State from, NodeRun.Input input) {
    Step step = from.steps.get(input);
    if (step == null) {
      NodeRun run = runTo(from);
      List<Flight> sent = new ArrayList<>();
      for (StillHost.Sent message : run.take(input)) {
        sent.add(flight(run.host().self(), message));
      }
      step = new Step(find(from.origin, run, from, input), sent);
      from.steps.put(input, step);
    }
    return step;
  }

  /** A new node, brought to this state by the same inputs in the same order. */
  NodeRun runTo(State state) {
    List<NodeRun.Input> inputs = new ArrayList<>();
    for (State at = state; at.before != null; at = at.before) {
      inputs.add(0, at.input);
    }
    NodeRun run = state.origin.begin();
    inputs.forEach(run::take);
    return run;
  }

  private Flight flight(Peer from, StillHost.Sent sent) {
    return byRoute.computeIfAbsent(
        new Route(from, sent.to(), sent.message()),
        route -> {
          Flight flight =
              new Flight(
                  flights.size(),
                  indexes.get(from),
                  indexes.get(sent.to()),
                  new NodeRun.Input.Receive(from, sent.message()));
          flights.add(flight);
          return flight;
        });
  }

  State state(int number) {
    return states.get(number);
  }

  Flight flight(int number) {
    return flights.get(number);
  }

  /** How many states of single nodes have been met. */
  int size() {
    return states.size();
  }
}
