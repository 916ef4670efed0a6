package io.duet.chord;

import io.duet.chord.NodeStates.Flight;
import io.duet.chord.NodeStates.State;
import io.duet.chord.NodeStates.Step;
import io.duet.chord.id.RingPeer;
import io.duet.node.Timer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The events that can happen in a small world of nodes, and the worlds that they lead to. A world
 * is one array: a state for each node, its alarm rounds so far, and the numbers of messages on
 * their way, in order. Messages overtake each other freely; of two equal messages on their way one
 * is kept.
 */
final class ExploredWorld {

  /** What may happen next: a kind of event at a node, and what takes part in it. */
  record Event(Kind kind, int node, Object what) {

    /** What the node notices of it; null when it crashes. */
    NodeRun.@Nullable Input input() {
      return switch (kind) {
        case TAKES -> ((Flight) what).input();
        case HEARS -> new NodeRun.Input.Ring((Timer) what);
        case FAILS -> new NodeRun.Input.Fail((Integer) what);
        case JOINS -> new NodeRun.Input.Start();
        case LEAVES -> new NodeRun.Input.Stop();
        case CRASHES -> null;
      };
    }

    @Override
    public String toString() {
      return letter(node)
          + " "
          + kind.text.formatted(kind == Kind.JOINS ? letter((int) what) : what);
    }
  }

  /** How nodes are called: A, B, C and so on, in the order of the ring. */
  static char letter(int node) {
    return (char) ('A' + node);
  }

  /** The kinds of events. */
  enum Kind {
    TAKES("takes %s"),
    HEARS("hears its alarm %s"),
    FAILS("gets no answer to its request %s"),
    JOINS("begins to join through %s"),
    CRASHES("crashes"),
    LEAVES("leaves");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  private static final int NOT_STARTED = -1;
  private static final int GONE = -2;
  private static final int REQUESTS_MAX = 4;

  private final NodeStates states;
  private final ExplorationBounds bounds;
  private final int nodes;
  private final int head; // before the messages: states, rounds, and how many have ended

  ExploredWorld(NodeStates states, ExplorationBounds bounds, int nodes) {
    this.states = states;
    this.bounds = bounds;
    this.nodes = nodes;
    this.head = 2 * nodes + 1;
  }

  /** The ideal ring. */
  int[] start() {
    int[] world = new int[head];
    Arrays.fill(world, 0, nodes, NOT_STARTED);
    for (int place = 0; place < bounds.ring().size(); place++) {
      world[bounds.ring().get(place)] = states.member(bounds.ring(), place).number;
    }
    return world;
  }

  private List<State> alive(int[] world) {
    List<State> alive = new ArrayList<>();
    for (int node = 0; node < nodes; node++) {
      if (world[node] >= 0) {
        alive.add(states.state(world[node]));
      }
    }
    return alive;
  }

  /** A checker of this world, which also counts the lists in messages on their way. */
  RingChecker checker(int[] world) {
    List<RingChecker.Member> members = new ArrayList<>();
    for (State state : alive(world)) {
      if (state.member != null) {
        members.add(state.member);
      }
    }
    boolean heldAlone = bounds.failures() == ExplorationBounds.Failures.ALLOWED_BY_HELD_LISTS;
    return new RingChecker(bounds.successors(), members, heldAlone ? List.of() : underWay(world));
  }

  /** What members will hold once a reply has come, or an answer has failed to come. */
  private List<RingChecker.Member> underWay(int[] world) {
    List<RingChecker.Member> underWay = new ArrayList<>();
    for (int i = head; i < world.length; i++) {
      Flight flight = states.flight(world[i]);
      addChanged(states.state(world[flight.to()]), flight.input(), underWay);
    }
    for (State state : alive(world)) {
      for (int request : state.requests.keySet()) {
        if (isUnanswered(world, state, request)) {
          addChanged(state, new NodeRun.Input.Fail(request), underWay);
        }
      }
    }
    return underWay;
  }

  private void addChanged(State from, NodeRun.Input input, List<RingChecker.Member> underWay) {
    State after = states.step(from, input).next();
    if (after.member != null && !after.member.equals(from.member)) {
      underWay.add(after.member);
    }
  }

  /** All alarms that are set, whether they may ring within the bounds or not. */
  List<Event> alarms(int[] world) {
    List<Event> events = new ArrayList<>();
    for (State state : alive(world)) {
      state.alarms.forEach(alarm -> events.add(new Event(Kind.HEARS, state.node, alarm)));
    }
    return events;
  }

  /** Everything that may happen next. */
  List<Event> events(int[] world) {
    List<Event> events = new ArrayList<>();
    for (int i = head; i < world.length; i++) {
      Flight flight = states.flight(world[i]);
      events.add(new Event(Kind.TAKES, flight.to(), flight));
    }
    for (State state : alive(world)) {
      failures(world, state, events);
      if (mayRing(world, state)) {
        state.alarms.forEach(alarm -> events.add(new Event(Kind.HEARS, state.node, alarm)));
      }
    }
    joins(world, events);
    ends(world, events);
    return events;
  }

  private void failures(int[] world, State state, List<Event> events) {
    for (int request : state.requests.keySet()) {
      if (isUnanswered(world, state, request)) {
        events.add(new Event(Kind.FAILS, state.node, request));
      }
    }
  }

  /** A request fails when its peer is dead, or received it before it became a member. */
  private boolean isUnanswered(int[] world, State state, int request) {
    return world[state.requests.get(request)] < 0 || !isUnderWay(world, state.node, request);
  }

  private boolean isUnderWay(int[] world, int node, int request) {
    for (int i = head; i < world.length; i++) {
      if (states.flight(world[i]).isOf(node, request)) {
        return true;
      }
    }
    return false;
  }

  private boolean mayRing(int[] world, State state) {
    if (bounds.rounds() > 0) {
      return world[nodes + state.node] < bounds.rounds();
    }
    if (state.requests.size() >= REQUESTS_MAX) {
      return false;
    }
    for (int i = head; i < world.length; i++) {
      Flight flight = states.flight(world[i]);
      if (flight.from() == state.node && flight.isNotify()) {
        return false;
      }
    }
    return true;
  }

  private void joins(int[] world, List<Event> events) {
    int contact = 0;
    while (contact < nodes && (world[contact] < 0 || states.state(world[contact]).member == null)) {
      contact++;
    }
    for (int node = 0; node < nodes && contact < nodes; node++) {
      if (world[node] == NOT_STARTED || mayReturn(world, node)) {
        events.add(new Event(Kind.JOINS, node, contact));
      }
    }
  }

  /**
   * A node returns only when every message that it sent before has arrived, its leave message
   * included.
   */
  private boolean mayReturn(int[] world, int node) {
    boolean silent =
        Arrays.stream(world, head, world.length)
            .noneMatch(flight -> states.flight(flight).from() == node);
    return bounds.restarts() && world[node] == GONE && silent;
  }

  private void ends(int[] world, List<Event> events) {
    if (world[head - 1] >= bounds.ends()) {
      return;
    }
    RingChecker checker = checker(world);
    for (State state : alive(world)) {
      if (state.member != null && mayEnd(checker, state.member.self())) {
        events.add(new Event(Kind.CRASHES, state.node, ""));
        if (bounds.graceful()) {
          events.add(new Event(Kind.LEAVES, state.node, ""));
        }
      }
    }
  }

  private boolean mayEnd(RingChecker checker, RingPeer peer) {
    return bounds.failures() == ExplorationBounds.Failures.ANY || checker.mayEnd(peer);
  }

  /** The world after an event. */
  int[] after(int[] world, Event event) {
    int node = event.node;
    TreeSet<Integer> flights = new TreeSet<>();
    Arrays.stream(world, head, world.length).forEach(flights::add);
    int[] next = Arrays.copyOf(world, head);
    if (event.kind == Kind.TAKES) {
      flights.remove(((Flight) event.what).number());
    } else if (event.kind == Kind.HEARS && bounds.rounds() > 0) {
      next[nodes + node]++;
    } else if (event.kind == Kind.JOINS) {
      next[node] = states.newcomer(node, (int) event.what).number;
    }
    NodeRun.Input input = event.input();
    if (input != null) {
      take(next, flights, node, input);
    }
    if (event.kind == Kind.CRASHES || event.kind == Kind.LEAVES) {
      end(next, flights, node);
    }
    return whole(next, flights);
  }

  private int[] whole(int[] next, SortedSet<Integer> flights) {
    int[] whole = Arrays.copyOf(next, head + flights.size());
    int place = head;
    for (int flight : flights) {
      whole[place++] = flight;
    }
    return whole;
  }

  private void take(int[] next, SortedSet<Integer> flights, int node, NodeRun.Input input) {
    State before = states.state(next[node]);
    Step step = states.step(before, input);
    next[node] = step.next().number;
    for (int request : before.requests.keySet()) {
      if (!step.next().requests.containsKey(request)) {
        flights.removeIf(flight -> states.flight(flight).isOf(node, request));
      }
    }
    for (Flight flight : step.sent()) {
      if (next[flight.to()] >= 0) {
        flights.add(flight.number());
      }
    }
  }

  private void end(int[] next, SortedSet<Integer> flights, int node) {
    next[node] = GONE;
    next[nodes + node] = 0;
    next[head - 1]++;
    flights.removeIf(flight -> states.flight(flight).diesWith(node));
  }
}
