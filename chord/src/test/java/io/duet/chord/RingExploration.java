package io.duet.chord;

import io.duet.chord.ExploredWorld.Event;
import io.duet.chord.id.RingPeer;
import io.duet.node.PeerAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;

/**
 * Explores everything that can happen to a small ring within bounds, breadth first: every order of
 * deliveries, alarms, joins and ends. The nodes run their real code ({@link NodeStates}); worlds
 * that are equal are explored once.
 */
final class RingExploration {

  /** What is wrong with a world, and the shortest way there. */
  record Violation(List<String> sentences, List<String> schedule) {
    @Override
    public String toString() {
      return String.join("\n", sentences) + "\nafter\n  " + String.join("\n  ", schedule);
    }
  }

  /** What an exploration looks for in each world. */
  enum Goal {
    /** A broken invariant; and now and then, a world that does not become ideal. */
    INVARIANT,
    /** A world that does not become ideal. */
    REPAIR,
    /** A broken ring that does not become ideal. */
    LOSS
  }

  private static final int REPAIRS_SAMPLED = 64;

  private final List<RingPeer> peers;
  private final NodeStates states;
  private final ExploredWorld world;
  private final Goal goal;
  private final long worldsMax;
  private final FingerprintSet seen = new FingerprintSet();
  private final Queue<int[]> waiting = new ArrayDeque<>();
  private int[] origins = new int[1 << 16]; // of each world: the number of the one before it
  private short[] choices = new short[1 << 16]; // and which of its events led on
  private final List<Violation> violations = new ArrayList<>();
  private int explored;
  private int depth;
  private int repairs;

  RingExploration(
      ExploredProtocol protocol,
      List<RingPeer> peers,
      ExplorationBounds bounds,
      Goal goal,
      long worldsMax) {
    this.peers = peers;
    this.states = new NodeStates(protocol, peers);
    this.world = new ExploredWorld(states, bounds, peers.size());
    this.goal = goal;
    this.worldsMax = worldsMax;
  }

  /** Peers in the order of the ring. */
  static List<RingPeer> peers(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(port -> RingPeer.of(PeerAddress.ofIpv4(0x0a00_0001, port)))
        .sorted(Comparator.comparing(RingPeer::id, Long::compareUnsigned))
        .toList();
  }

  /** Explores until all is seen, the bound is reached, or something is wrong. */
  RingExploration run() {
    meet(world.start(), -1, 0);
    int levelEnds = seen.size();
    while (!waiting.isEmpty() && violations.isEmpty() && seen.size() < worldsMax) {
      if (explored == levelEnds) {
        levelEnds = seen.size();
        depth++;
      }
      explore(waiting.remove());
    }
    return this;
  }

  private void explore(int[] from) {
    int number = explored++;
    List<Event> events = world.events(from);
    for (int choice = 0; choice < events.size(); choice++) {
      meet(world.after(from, events.get(choice)), number, choice);
    }
  }

  private void meet(int[] met, int origin, int choice) {
    int number = seen.size();
    if (seen.add(FingerprintSet.of(met))) {
      remember(number, origin, choice);
      waiting.add(met);
      List<String> wrong = wrongWith(met);
      if (!wrong.isEmpty()) {
        violations.add(new Violation(wrong.stream().map(this::named).toList(), schedule(number)));
      }
    }
  }

  private void remember(int number, int origin, int choice) {
    if (number == origins.length) {
      origins = Arrays.copyOf(origins, 2 * number);
      choices = Arrays.copyOf(choices, 2 * number);
    }
    origins[number] = origin;
    choices[number] = (short) choice;
  }

  private List<String> wrongWith(int[] met) {
    return switch (goal) {
      case INVARIANT -> {
        List<String> wrong = world.checker(met).violations();
        boolean sampled = FingerprintSet.of(met) % REPAIRS_SAMPLED == 0;
        yield wrong.isEmpty() && sampled ? notRepaired(met) : wrong;
      }
      case REPAIR -> notRepaired(met);
      case LOSS -> world.checker(met).brokenRing().isEmpty() ? List.of() : notRepaired(met);
    };
  }

  private List<String> notRepaired(int[] met) {
    repairs++;
    return new FairRun(world).whatIsNotRepaired(met);
  }

  /** The events that lead from the start to this world, by the letters of their nodes. */
  private List<String> schedule(int number) {
    List<Integer> way = new ArrayList<>();
    for (int at = number; origins[at] >= 0; at = origins[at]) {
      way.add(0, (int) choices[at]);
    }
    List<String> schedule = new ArrayList<>();
    int[] at = world.start();
    for (int choice : way) {
      Event event = world.events(at).get(choice);
      schedule.add(named(event.toString()));
      at = world.after(at, event);
    }
    schedule.add("then " + named(world.checker(at).toString()));
    return schedule;
  }

  private String named(String text) {
    String named = text;
    for (int i = 0; i < peers.size(); i++) {
      String letter = String.valueOf(ExploredWorld.letter(i));
      named = named.replace(peers.get(i).toString(), letter);
      named = named.replace(peers.get(i).address().toString(), letter);
    }
    return named;
  }

  List<Violation> violations() {
    return violations;
  }

  /** Whether everything within the bounds was seen. */
  boolean isComplete() {
    return waiting.isEmpty();
  }

  /** How many different worlds were met. */
  int worlds() {
    return seen.size();
  }

  @Override
  public String toString() {
    return "%,d worlds%s, depth %d, %,d states of single nodes, %,d repairs tried, %d violations"
        .formatted(
            worlds(),
            isComplete() ? " (all)" : "",
            depth,
            states.size(),
            repairs,
            violations.size());
  }
}
