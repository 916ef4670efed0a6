package io.duet.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Host;
import io.duet.node.Message;
import io.duet.node.Node;
import io.duet.node.Peer;
import io.duet.node.Timer;
import io.duet.node.TrafficClass;
import io.duet.overlay.OverlayEvent;
import io.duet.wire.MessageRegistry;
import io.duet.wire.Wire;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private static final long MS = 1_000_000;

  @Wire(id = 100, name = "test.note")
  private record Note(int number) implements Message {
    @Override
    public TrafficClass trafficClass() {
      return TrafficClass.SEARCH;
    }
  }

  private enum Alarm implements Timer {
    RINGS
  }

  /** Writes down what reaches it; passes a note on to a random peer while its number is above 0. */
  private static final class Scribe implements Node {
    private final Host host;
    private final List<Peer> peers;
    private final List<String> diary;

    Scribe(Host host, List<Peer> peers, List<String> diary) {
      this.host = host;
      this.peers = peers;
      this.diary = diary;
    }

    @Override
    public void start() {
      host.setTimer(Alarm.RINGS, 7 * MS);
    }

    @Override
    public void onMessage(Peer from, Message message) {
      int number = ((Note) message).number();
      diary.add(
          host.nowNanos() / MS
              + "ms "
              + from.address().ipv4() % 256
              + "->"
              + index()
              + " "
              + number);
      if (number > 0) {
        host.send(peers.get(host.random().nextInt(peers.size())), new Note(number - 1));
      }
    }

    @Override
    public void onTimer(Timer timer) {
      diary.add(host.nowNanos() / MS + "ms " + timer + " " + index());
    }

    @Override
    public void onUnreachable(Peer peer) {
      diary.add(
          host.nowNanos() / MS + "ms " + index() + " cannot reach " + peer.address().ipv4() % 256);
    }

    @Override
    public void stop() {
      diary.add("stop " + index());
    }

    private int index() {
      return host.self().address().ipv4() % 256;
    }
  }

  private final List<String> diary = new ArrayList<>();

  private Simulation world(long seed, NetworkModel network, int nodes) {
    return world(seed, network, nodes, new ArrayList<>());
  }

  private Simulation world(long seed, NetworkModel network, int nodes, List<Peer> emitted) {
    MessageRegistry registry = MessageRegistry.builder().add(Note.class).build();
    Simulation world = new Simulation(seed, network, registry, (node, event) -> emitted.add(node));
    for (int i = 0; i < nodes; i++) {
      world.place(i, new Scribe(world.addHost(), world.peers(), diary));
    }
    return world;
  }

  private static void send(Simulation world, int from, int to, int number) {
    Host host = world.host(from);
    host.send(world.peers().get(to), new Note(number));
  }

  private static BitSet only(int index) {
    BitSet set = new BitSet();
    set.set(index);
    return set;
  }

  @Test
  void send_arrivesAfterHalfARoundTrip() {
    Simulation world = world(1, NetworkModel.constant(60 * MS), 2);
    send(world, 0, 1, 0);
    world.runUntil(29 * MS);
    assertThat(diary).isEmpty();
    world.runUntil(30 * MS);
    assertThat(diary).containsExactly("30ms 0->1 0");
    assertThat(world.traffic().messagesSent(TrafficClass.SEARCH)).isEqualTo(1);
    assertThat(world.traffic().bytesSent(TrafficClass.SEARCH)).isEqualTo(9); // 5 header, 4 int
    assertThat(world.searchLoad()).containsExactly(0, 1);
  }

  @Test
  void loads_countWhatAHostSends_andWhatComesToIt_fromWhenSomebodyAsks() {
    Simulation world = world(1, NetworkModel.constant(60 * MS), 3);
    send(world, 0, 2, 0);
    HostLoads loads = world.loads();
    send(world, 0, 1, 0);
    send(world, 1, 2, 1);
    world.faults().loss(1);
    send(world, 1, 0, 2);
    assertThat(loads.messages(3)).containsExactly(1, 3, 1);
    assertThat(loads.bytes(3)).containsExactly(9, 27, 9);
  }

  @Test
  void send_toItself_isImmediateAndNoTraffic() {
    Simulation world = world(1, NetworkModel.constant(60 * MS), 1);
    send(world, 0, 0, 0);
    assertThat(diary).isEmpty();
    world.runUntil(0);
    assertThat(diary).containsExactly("0ms 0->0 0");
    assertThat(world.traffic().messagesSent(TrafficClass.SEARCH)).isZero();
  }

  @Test
  void crash_silencesANodeAndItsTimers() {
    Simulation world = world(1, NetworkModel.constant(2 * MS), 2);
    world.at(0, () -> new Scribe(world.host(1), world.peers(), diary).start());
    send(world, 0, 1, 0);
    world.crash(1);
    world.runUntil(20 * MS);
    assertThat(diary).isEmpty();
    assertThat(world.isAlive(1)).isFalse();
  }

  @Test
  void leave_letsTheNodeSayFarewell() {
    Simulation world = world(1, NetworkModel.constant(2 * MS), 2);
    world.leave(1);
    assertThat(diary).containsExactly("stop 1");
    assertThat(world.isAlive(1)).isFalse();
  }

  @Test
  void recreatedNode_getsMessagesUnderWay_butNoTimerAndNoMessageToItselfOfItsPredecessor() {
    Simulation world = world(1, NetworkModel.constant(20 * MS), 2);
    world.host(1).setTimer(Alarm.RINGS, 7 * MS);
    send(world, 1, 1, 0);
    send(world, 0, 1, 0);
    recreate(world, 1);
    world.host(1).setTimer(Alarm.RINGS, 8 * MS);
    world.runUntil(20 * MS);
    assertThat(diary).containsExactly("8ms RINGS 1", "10ms 0->1 0");
  }

  @Test
  void endedNode_canDoNothingThroughItsHost() {
    List<Peer> emitted = new ArrayList<>();
    Simulation world = world(1, NetworkModel.constant(2 * MS), 2, emitted);
    Host former = world.host(1);
    recreate(world, 1);
    former.send(world.peers().get(0), new Note(0));
    former.setTimer(Alarm.RINGS, MS);
    former.emit(new OverlayEvent.Joined(0));
    world.runUntil(20 * MS);
    assertThat(diary).isEmpty();
    assertThat(emitted).isEmpty();
    assertThat(world.host(1).random().nextLong()).isNotEqualTo(former.random().nextLong());
  }

  private void recreate(Simulation world, int index) {
    world.crash(index);
    world.place(index, new Scribe(world.host(index), world.peers(), diary));
  }

  @Test
  void refusedCrash_isHeardByPeersAtOnce_andBySendersAfterARoundTrip() {
    Simulation world = world(1, NetworkModel.constant(20 * MS), 4);
    world.refuseWhenEnded();
    send(world, 0, 1, 0);
    send(world, 1, 2, 0);
    world.at(11 * MS, () -> world.crash(1));
    world.at(30 * MS, () -> send(world, 3, 1, 0));
    world.runUntil(100 * MS);
    assertThat(diary)
        .containsExactly(
            "10ms 0->1 0",
            "10ms 1->2 0",
            "21ms 0 cannot reach 1",
            "21ms 2 cannot reach 1",
            "50ms 3 cannot reach 1");
  }

  @Test
  void refusedLeave_breaksNoConnection_butSendersHearOfIt() {
    Simulation world = world(1, NetworkModel.constant(20 * MS), 2);
    world.refuseWhenEnded();
    send(world, 1, 0, 0);
    world.at(11 * MS, () -> world.leave(1));
    world.at(30 * MS, () -> send(world, 0, 1, 0));
    world.runUntil(100 * MS);
    assertThat(diary).containsExactly("10ms 1->0 0", "stop 1", "50ms 0 cannot reach 1");
  }

  @Test
  void refusedCrash_isNotHeardThroughAPartition_norByWhomTheHostForgot() {
    Simulation world = world(1, NetworkModel.constant(20 * MS), 3);
    world.refuseWhenEnded();
    send(world, 0, 1, 0);
    world.runUntil(30_000 * MS);
    send(world, 2, 1, 0);
    world.runUntil(60_011 * MS); // the connection of 0 has been idle for more than a minute
    world.faults().partitionOneWay(only(1), only(2));
    world.crash(1);
    send(world, 2, 1, 0);
    world.runUntil(70_000 * MS);
    assertThat(diary).containsExactly("10ms 0->1 0", "30010ms 2->1 0");
  }

  @Test
  void partitionOneWay_losesOneDirectionUntilRepaired() {
    Simulation world = world(1, NetworkModel.constant(2 * MS), 2);
    world.faults().partitionOneWay(only(0), only(1));
    send(world, 0, 1, 0);
    send(world, 1, 0, 0);
    world.runUntil(5 * MS);
    world.faults().repair();
    send(world, 0, 1, 0);
    world.runUntil(10 * MS);
    assertThat(diary).containsExactly("1ms 1->0 0", "6ms 0->1 0");
  }

  @Test
  void hold_keepsMessagesAndTheirOrderUntilReleased() {
    Simulation world = world(1, NetworkModel.constant(2 * MS), 2);
    world.faults().hold(only(0), only(1));
    for (int number = -3; number <= 0; number++) {
      send(world, 0, 1, number);
    }
    world.runUntil(50 * MS);
    assertThat(diary).isEmpty();
    world.release();
    world.runUntil(60 * MS);
    assertThat(diary)
        .containsExactly("51ms 0->1 -3", "51ms 0->1 -2", "51ms 0->1 -1", "51ms 0->1 0");
  }

  @Test
  void loss_losesAboutItsShare() {
    Simulation world = world(5, NetworkModel.constant(2 * MS), 2);
    world.faults().loss(0.25);
    for (int i = 0; i < 10_000; i++) {
      send(world, 0, 1, 0);
    }
    world.runUntil(5 * MS);
    assertThat(diary).hasSizeBetween(7_350, 7_650); // 7,500 and 3.5 deviations of 43
  }

  @Test
  void traceHash_isTheSeedsOwn() {
    assertThat(hashOfARun(7)).isEqualTo(hashOfARun(7)).isNotEqualTo(hashOfARun(8));
  }

  private long hashOfARun(long seed) {
    Simulation world = world(seed, NetworkModel.exponential(60 * MS), 9);
    send(world, 0, 1, 500);
    world.runUntil(Long.MAX_VALUE / 2);
    assertThat(world.deliveries()).isEqualTo(501);
    return world.traceHash();
  }
}
