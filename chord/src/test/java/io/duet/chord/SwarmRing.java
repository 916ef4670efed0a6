package io.duet.chord;

import io.duet.chord.id.RingPeer;
import io.duet.chord.ring.ChordConfig;
import io.duet.chord.ring.RoutingState;
import io.duet.node.Host;
import io.duet.node.NodeEvent;
import io.duet.node.Peer;
import io.duet.overlay.OverlayEvent;
import io.duet.overlay.spi.Settings;
import io.duet.simulation.Faults;
import io.duet.simulation.NetworkModel;
import io.duet.simulation.Simulation;
import io.duet.wire.MessageRegistry;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A simulated ring whose members come and go, checked after every event that changes what a member
 * knows.
 *
 * <p>A member takes a silent successor for dead, and when messages are lost that is sometimes a
 * mistake. A live successor that is dropped changes its member's list as its failure would, but no
 * check has allowed that. So the guarantee has three parts. An invariant that holds is broken only
 * by such a mistake, and without faults there are no mistakes. While it is broken, no member may
 * end. It holds again soon after the faults are over, and then until the next mistake.
 */
final class SwarmRing implements WatchedMember.Watch {
  private static final long ROUND_TRIP_NANOS_MIN = 20_000_000;
  private static final long ROUND_TRIP_NANOS_MAX = 100_000_000;
  private static final long SILENCE_NANOS_MAX = 3 * RingWorld.SECOND; // until a fault's last effect
  private static final long HEALED_NANOS = 30 * RingWorld.SECOND;
  private static final int CONTACTS = 8;

  /** One live node, with what it knew when the ring was last checked. */
  private static final class Place {
    final int host;
    final ChordNode node;
    List<RingPeer> list = List.of();
    @Nullable RingPeer before;

    Place(int host, ChordNode node) {
      this.host = host;
      this.node = node;
    }

    RingPeer self() {
      return node.routing().self();
    }

    boolean isAmongOthers() {
      return node.isJoined() && !node.routing().isAlone();
    }

    /** Whether it knows anything else than at the last call. */
    boolean hasChanged() {
      RoutingState routing = node.routing();
      boolean same =
          Objects.equals(before, routing.predecessor()) && list.equals(routing.successors());
      before = routing.predecessor();
      list = List.copyOf(routing.successors());
      return !same;
    }
  }

  /** Eight that are members among others, as if a well-known list were kept up to date. */
  private final class Contacts extends AbstractList<Peer> {
    @Override
    public Peer get(int index) {
      List<Place> known = places.stream().filter(Place::isAmongOthers).toList();
      int place = index * known.size() / CONTACTS;
      return (known.isEmpty() ? places : known).get(place).self().peer();
    }

    @Override
    public int size() {
      return CONTACTS;
    }
  }

  private final Simulation simulation;
  private final ChordConfig config;
  private final ListsUnderWay underWay;
  private final List<Place> places = new ArrayList<>(); // members, and those about to be
  private long quietSince;
  private boolean promised;
  private boolean mistaken; // in the event that is just happening
  private boolean broken;
  private int checks;
  private int mistakes;

  SwarmRing(long seed, Settings settings) {
    config = ChordConfig.of(settings);
    underWay = new ListsUnderWay(config.successors(), ROUND_TRIP_NANOS_MAX / 2);
    MessageRegistry.Builder messages = MessageRegistry.builder();
    new ChordPlugin().register(messages);
    NetworkModel network = NetworkModel.uniform(ROUND_TRIP_NANOS_MIN, ROUND_TRIP_NANOS_MAX);
    simulation = new Simulation(seed, network, messages.build(), this::onEvent);
  }

  private void onEvent(Peer at, NodeEvent event) {
    if (event instanceof OverlayEvent.PeerDropped dropped) {
      Place dropper = placeOf(at);
      Place gone = placeOf(dropped.peer());
      if (dropper != null && gone != null && dropper.list.contains(gone.self())) {
        mistaken = true;
        mistakes++;
      }
    }
  }

  private @Nullable Place placeOf(Peer address) {
    for (Place place : places) {
      if (place.self().peer().equals(address)) {
        return place;
      }
    }
    return null;
  }

  @Override
  public void sent(Peer from, Peer to, List<RingPeer> list) {
    Place receiver = placeOf(to);
    if (receiver != null) {
      boolean joined = receiver.node.isJoined();
      underWay.sent(RingPeer.of(from), receiver.self(), joined, list, simulation.nowNanos());
    }
  }

  @Override
  public void arrives(Peer from, Peer to) {
    underWay.arrived(RingPeer.of(from), RingPeer.of(to));
  }

  /** One more node begins to join; the first founds the ring. */
  void join() {
    int index = simulation.peers().size();
    int contacts = places.isEmpty() ? 0 : CONTACTS;
    Host host = simulation.addHost();
    RingPeer self = RingPeer.of(host.self());
    WatchedMember member =
        new WatchedMember(
            host, this, to -> new ChordNode(to, config, self, new Contacts(), contacts));
    places.add(new Place(index, member.node()));
    simulation.place(index, member);
    member.start();
  }

  /** Ends a node if the protocol allows it now; false if not. */
  boolean end(int which, boolean graceful) {
    Place place = places.get(which % places.size());
    if (broken || (place.node.isJoined() && !checker().mayEnd(place.self()))) {
      return false;
    }
    if (graceful) {
      simulation.leave(place.host);
    } else {
      simulation.crash(place.host);
    }
    return places.remove(place);
  }

  /** From now on the invariant must hold. */
  void promise() {
    promised = true;
    check();
  }

  /** Faults begin, and end after this time; null when the last ones are not over yet. */
  @Nullable Faults beginFaults(long nanos, boolean holding) {
    if (broken || simulation.nowNanos() < quietSince) {
      return null;
    }
    long end = simulation.nowNanos() + nanos;
    underWay.keepUntil(holding ? end + ROUND_TRIP_NANOS_MAX / 2 : 0);
    quietSince = Long.MAX_VALUE;
    simulation.at(end, this::endFaults);
    return simulation.faults();
  }

  /** From now on the ring must heal. */
  private void endFaults() {
    simulation.faults().loss(0);
    simulation.faults().repair();
    simulation.release();
    quietSince = simulation.nowNanos() + SILENCE_NANOS_MAX;
  }

  /** Lets time pass, and checks after every event that changes what a member knows. */
  void pass(long nanos) {
    boolean[] over = {false};
    simulation.at(simulation.nowNanos() + nanos, () -> over[0] = true);
    while (!over[0] && simulation.step()) {
      boolean changed = false;
      for (Place place : places) {
        changed |= place.hasChanged();
      }
      if (changed && promised) {
        check();
      }
      mistaken = false;
    }
  }

  private void check() {
    checks++;
    List<String> violations = checker().violations();
    if (violations.isEmpty()) {
      broken = false;
    } else if (mistaken && simulation.nowNanos() < quietSince) {
      broken = true;
    } else if (!broken || simulation.nowNanos() - HEALED_NANOS > quietSince) {
      throw new AssertionError(String.join("\n", violations));
    }
  }

  private RingChecker checker() {
    List<RoutingState> states = places.stream().map(place -> place.node.routing()).toList();
    List<RingChecker.Member> members =
        places.stream()
            .filter(place -> place.node.isJoined())
            .map(place -> RingChecker.Member.of(place.node.routing()))
            .toList();
    return new RingChecker(
        config.successors(), members, underWay.to(states, simulation.nowNanos()));
  }

  boolean isIdeal() {
    return checker().isIdeal();
  }

  int size() {
    return places.size();
  }

  ChordNode node(int which) {
    return places.get(which % places.size()).node;
  }

  int host(int which) {
    return places.get(which % places.size()).host;
  }

  long nowNanos() {
    return simulation.nowNanos();
  }

  /** How often the ring was checked. */
  int checks() {
    return checks;
  }

  /** How often a live successor was dropped. */
  int mistakes() {
    return mistakes;
  }
}
