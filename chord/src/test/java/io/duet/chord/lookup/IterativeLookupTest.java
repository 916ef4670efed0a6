package io.duet.chord.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.chord.ChordNode;
import io.duet.chord.RingWorld;
import io.duet.chord.id.RingPeer;
import io.duet.chord.message.ChordMessage;
import io.duet.node.TrafficClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An iterative lookup whose first hop is dead, or sends false replies. */
class IterativeLookupTest {
  private final RingWorld world =
      new RingWorld(64, 1, Map.of("successors", "4", "replicas", "4", "stabilize", "never"))
          .assembled();
  private final List<ChordNode> ring = world.ring();
  private final ChordNode origin = ring.get(0);
  private final long target = ring.get(40).routing().self().id() - 1; // which the 40th owns
  private final RingPeer firstHop = origin.routing().closestPreceding(target, 1).get(0);
  private final List<RingPeer> owners = new ArrayList<>();
  private final List<Lookups.Cost> costs = new ArrayList<>();

  private final class Found implements Lookups.Listener {
    @Override
    public void onOwner(List<RingPeer> named, RingPeer before, Lookups.Cost cost) {
      owners.addAll(named);
      costs.add(cost);
    }

    @Override
    public void onNoOwner(Lookups.Cost cost) {
      costs.add(cost);
    }
  }

  private void lookUp() {
    origin.lookups().start(target, TrafficClass.SEARCH, new Found());
    world.pass(11);
    assertThat(costs).hasSize(1);
  }

  private int indexOf(RingPeer peer) {
    return world.simulation.peers().indexOf(peer.peer());
  }

  private void firstHopAnswers(boolean ownerKnown, RingPeer... peers) {
    world.answer(
        indexOf(firstHop),
        message ->
            message instanceof ChordMessage.FindNextHop find
                ? new ChordMessage.NextHops(
                    find.requestId(), ownerKnown, List.of(peers), List.of(), find.trafficClass())
                : null);
  }

  private RingPeer peer(int place) {
    return ring.get(place).routing().self();
  }

  private void assertOwnerIsFoundAllTheSame() {
    lookUp();
    assertThat(owners.get(0)).isEqualTo(peer(40));
  }

  @Test
  void deadHop_isSkipped_andCountsAsHopAndAsTimeout() {
    world.simulation.crash(indexOf(firstHop));
    assertOwnerIsFoundAllTheSame();
    assertThat(costs.get(0).timeouts()).isEqualTo(1);
    assertThat(costs.get(0).hops()).isGreaterThan(1);
  }

  @Test
  void allHopsDead_endsAtTheDeadline_withEveryMessageCounted() {
    for (int i = 1; i < 64; i++) {
      world.simulation.crash(indexOf(peer(i)));
    }
    origin.lookups().start(target, TrafficClass.SEARCH, new Found());
    world.pass(11);
    assertThat(costs).hasSize(1);
    assertThat(costs.get(0).timeouts()).isEqualTo(costs.get(0).hops()).isPositive();
  }

  @Test
  void nextHopThatIsNoCloser_isRefused() {
    firstHopAnswers(false, peer(1), peer(50));
    assertOwnerIsFoundAllTheSame();
    assertThat(world.refusals).containsExactly("next hop is no closer to the target");
  }

  @Test
  void ownerBeforeTheTarget_isRefused() {
    firstHopAnswers(true, peer(39));
    assertOwnerIsFoundAllTheSame();
    assertThat(world.refusals).containsExactly("owner does not follow the target");
  }

  @Test
  void ownersOutOfOrder_areRefused() {
    firstHopAnswers(true, peer(42), peer(41));
    assertOwnerIsFoundAllTheSame();
    assertThat(world.refusals).containsExactly("owner does not follow the target");
  }

  @ParameterizedTest
  @ValueSource(strings = {"recursive", "recursive-direct"})
  void recursiveLookup_passesADeadHopBy(String mode) {
    RingWorld handedOn = new RingWorld(64, 1, Map.of("lookup", mode)).assembled();
    ChordNode start = handedOn.ring().get(0);
    handedOn.crash(firstHopOf(handedOn, start));
    start.lookups().start(target, TrafficClass.SEARCH, new Found());
    handedOn.pass(5);
    assertThat(owners.get(0)).isEqualTo(handedOn.ownerOf(target).routing().self());
    assertThat(costs.get(0).timeouts()).isPositive();
  }

  /**
   * A recursive lookup starts again as an iterative one after a member acknowledged it and then
   * sent no more.
   */
  @ParameterizedTest
  @ValueSource(strings = {"recursive", "recursive-direct"})
  void recursiveLookup_thatNobodyAnswers_startsAgainIteratively(String mode) {
    RingWorld handedOn = new RingWorld(64, 1, Map.of("lookup", mode)).assembled();
    ChordNode start = handedOn.ring().get(0);
    int taker = handedOn.nodes.indexOf(firstHopOf(handedOn, start));
    handedOn.answer(
        taker,
        message ->
            message instanceof ChordMessage.RouteLookup route
                ? new ChordMessage.RouteAck(route.requestId(), TrafficClass.SEARCH)
                : null);
    start.lookups().start(target, TrafficClass.SEARCH, new Found());
    handedOn.pass(6);
    assertThat(owners.get(0)).isEqualTo(handedOn.ownerOf(target).routing().self());
    assertThat(costs.get(0).timeouts()).isPositive();
  }

  /**
   * The duration of a lookup, with round trips of 60 ms: k exchanges take 60 k ms. Forwarded k
   * times and answered directly, it takes 30 k + 30 ms; answered on the same way, 60 k ms.
   */
  @ParameterizedTest
  @CsvSource({"iterative, 60, 0", "recursive, 60, 0", "recursive-direct, 30, 30"})
  void latency_followsFromTheStepsAndTheMode(String mode, long perStep, long more) {
    RingWorld quiet = new RingWorld(64, 1, Map.of("lookup", mode)).assembled();
    long began = quiet.simulation.nowNanos();
    List<Long> ended = new ArrayList<>();
    quiet.ring().get(0).lookups().start(target, TrafficClass.SEARCH, new Timed(quiet, ended));
    quiet.pass(5);
    int steps = costs.get(0).steps();
    assertThat(steps).isPositive();
    assertThat(ended.get(0) - began).isEqualTo((perStep * steps + more) * 1_000_000);
  }

  private final class Timed implements Lookups.Listener {
    private final RingWorld quiet;
    private final List<Long> ended;

    Timed(RingWorld quiet, List<Long> ended) {
      this.quiet = quiet;
      this.ended = ended;
    }

    @Override
    public void onOwner(List<RingPeer> found, RingPeer before, Lookups.Cost cost) {
      ended.add(quiet.simulation.nowNanos());
      costs.add(cost);
    }

    @Override
    public void onNoOwner(Lookups.Cost cost) {
      costs.add(cost);
    }
  }

  /**
   * A lookup with three parallel requests loses no time although two of its three first hops are
   * dead.
   */
  @Test
  void parallelLookup_doesNotWaitForTheDead() {
    RingWorld parallel = new RingWorld(64, 1, Map.of("parallel", "3")).assembled();
    ChordNode start = parallel.ring().get(0);
    List<RingPeer> first = start.routing().closestPreceding(target, 3);
    first.subList(0, 2).forEach(peer -> parallel.crash(parallel.ownerOf(peer.id())));
    start.lookups().start(target, TrafficClass.SEARCH, new Found());
    parallel.pass(0.5);
    assertThat(owners.get(0)).isEqualTo(parallel.ownerOf(target).routing().self());
    assertThat(costs.get(0).timeouts()).isZero();
  }

  @Test
  void withoutRetry_aLookupThatFindsNobodyAliveEndsAtOnce() {
    RingWorld once = new RingWorld(64, 1, Map.of("retry", "false")).assembled();
    ChordNode start = once.ring().get(0);
    for (int i = 1; i < 64; i++) {
      once.simulation.crash(once.nodes.indexOf(once.ring().get(1)));
    }
    start.lookups().start(target, TrafficClass.SEARCH, new Found());
    once.pass(9);
    assertThat(costs).hasSize(1);
    assertThat(owners).isEmpty();
  }

  private ChordNode firstHopOf(RingWorld handedOn, ChordNode start) {
    return handedOn.ownerOf(start.routing().closestPreceding(target, 1).get(0).id());
  }

  @Test
  void noMaintenance_meansThatNobodySpeaks() {
    Map<String, String> off = Map.of("stabilize", "never", "fixFingers", "never");
    RingWorld quiet = new RingWorld(64, 1, off).assembled();
    quiet.pass(120);
    assertThat(quiet.simulation.deliveries()).isZero();
  }
}
