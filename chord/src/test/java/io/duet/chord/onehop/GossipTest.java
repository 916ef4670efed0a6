package io.duet.chord.onehop;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.chord.ChordNode;
import io.duet.chord.RingWorld;
import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.message.ChordMessage;
import io.duet.node.Key;
import io.duet.node.TrafficClass;
import io.duet.overlay.SearchResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GossipTest {
  private static final Map<String, String> GOSSIP =
      Map.of("cache", "1024", "tableBytesPerSecond", "40", "stabilize", "10s", "fixFingers", "30s");

  private final RingWorld world = new RingWorld(200, 1, GOSSIP);

  private void assemble(int there) {
    for (int i = 0; i < there; i++) {
      world.simulation.place(i, world.nodes.get(i));
    }
    world.network.assemble(world.nodes.subList(0, there));
  }

  private long knowing(RingPeer peer) {
    return world.ring().stream().filter(node -> knows(node, peer)).count();
  }

  private static boolean knows(ChordNode node, RingPeer peer) {
    LocationTable cache = node.locations();
    int place = cache.firstAtOrBeyond(RingId.distance(node.routing().self().id(), peer.id()));
    return place < cache.size() && cache.at(place).equals(peer);
  }

  @Test
  void newcomer_isKnownToNearlyAllWithinAMinuteOrTwo_andKnowsThem() {
    assemble(199);
    world.join(199);
    world.pass(120);
    ChordNode newcomer = world.nodes.get(199);
    assertThat(knowing(newcomer.routing().self())).isGreaterThan(190);
    assertThat(newcomer.locations().size()).isGreaterThan(190);
  }

  @Test
  void crashed_isForgottenByNearlyAllWithinAMinuteOrTwo() {
    assemble(200);
    RingPeer dead = world.nodes.get(7).routing().self();
    world.crash(world.nodes.get(7));
    world.pass(120);
    assertThat(knowing(dead)).isLessThan(8);
  }

  @Test
  void slandered_saysThatItLives() {
    assemble(200);
    RingPeer self = world.nodes.get(5).routing().self();
    ChordMessage.Rumors lie =
        new ChordMessage.Rumors(List.of(new ChordMessage.Rumor(self, false, 0)));
    for (ChordNode node : world.nodes.subList(10, 60)) {
      node.onMessage(world.nodes.get(9).host().self(), lie);
    }
    assertThat(knowing(self)).isLessThan(160);
    world.pass(120);
    assertThat(knowing(self)).isGreaterThan(190);
  }

  /** A rumor changes neither successor list nor fingers. */
  @Test
  void lies_leaveSuccessorsAndFingersAlone() {
    assemble(50);
    ChordNode node = world.nodes.get(0);
    List<RingPeer> before = new ArrayList<>(node.routing().successors());
    List<ChordMessage.Rumor> dead =
        before.stream().map(peer -> new ChordMessage.Rumor(peer, false, 0)).toList();
    node.onMessage(world.nodes.get(9).host().self(), new ChordMessage.Rumors(dead));
    assertThat(node.routing().successors()).isEqualTo(before);
    world.assertIdeal();
  }

  @Test
  void spending_staysWithinTheAllowance() {
    assemble(199);
    long before = world.simulation.traffic().bytesSent(TrafficClass.MAINTENANCE);
    RingWorld quiet =
        new RingWorld(200, 1, Map.of("cache", "0", "stabilize", "10s", "fixFingers", "30s"))
            .assembled();
    for (int i = 0; i < 60; i++) {
      world.simulation.crash(i);
      quiet.simulation.crash(i);
      world.pass(20);
      quiet.pass(20);
    }
    long gossiping = world.simulation.traffic().bytesSent(TrafficClass.MAINTENANCE);
    long plain = quiet.simulation.traffic().bytesSent(TrafficClass.MAINTENANCE);
    double perNodeSecond = (gossiping - before - plain) / (170.0 * 1_200);
    assertThat(perNodeSecond).isBetween(1.0, 40.0 + 40 * 400 / 1_200.0);
  }

  @Test
  void search_goesToTheOwnerAtOnce() {
    assemble(200);
    Key key = Key.ofName("a file");
    ChordNode provider = world.nodes.get(3);
    provider.publish(key);
    world.pass(5);
    ChordNode owner = world.ownerOf(RingId.of(key));
    ChordNode far = world.nodes.get(owner == world.nodes.get(100) ? 101 : 100);
    SearchResult answer = world.search(far, key);
    assertThat(answer.status()).isEqualTo(SearchResult.Status.FOUND);
    assertThat(answer.hops()).isEqualTo(1);
    assertThat(answer.pathLength()).isZero();
  }

  /**
   * A search finds the replica at the next member when the owner is dead and the location table
   * still lists it.
   */
  @Test
  void search_ofADeadOwner_findsTheReplica() {
    assemble(200);
    Key key = Key.ofName("a file");
    world.nodes.get(3).publish(key);
    world.pass(5);
    ChordNode owner = world.ownerOf(RingId.of(key));
    ChordNode far = world.nodes.get(owner == world.nodes.get(100) ? 101 : 100);
    world.crash(owner);
    SearchResult answer = world.search(far, key);
    assertThat(answer.status()).isEqualTo(SearchResult.Status.FOUND);
    assertThat(answer.timeouts()).isPositive();
  }

  @Test
  void peersOutOfOrder_areRefused() {
    assemble(20);
    ChordNode node = world.nodes.get(0);
    List<ChordMessage.GetLocations> asked = new ArrayList<>();
    int index = world.nodes.indexOf(world.ring().get(1 + world.ring().indexOf(node)));
    world.answer(
        index,
        message -> {
          if (message instanceof ChordMessage.GetLocations get) {
            asked.add(get);
            return new ChordMessage.Locations(
                get.requestId(), List.of(new ChordMessage.Sighting(node.routing().self(), 1)));
          }
          return null;
        });
    world.pass(30);
    assertThat(asked).isNotEmpty();
    assertThat(world.refusals).contains("peers out of order");
  }
}
