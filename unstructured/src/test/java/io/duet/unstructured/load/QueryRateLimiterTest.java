package io.duet.unstructured.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Host;
import io.duet.node.Message;
import io.duet.node.Node;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.node.Timer;
import io.duet.overlay.QueryEvent;
import io.duet.simulation.NetworkModel;
import io.duet.simulation.Simulation;
import io.duet.unstructured.config.LoadConfig;
import io.duet.wire.MessageRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class QueryRateLimiterTest {
  private static final long SECOND = 1_000_000_000;
  private static final Peer STRANGER = peer(99);

  private static Peer peer(int number) {
    return Peer.at(PeerAddress.ofIpv4(0x7f000001, number));
  }

  /** A node with only a query budget: 100 a second, 10 + 1 at once, and 25 that may wait. */
  private static final class Server implements Node {

    private record Turn(Runnable action) implements Timer {}

    private final Map<Peer, Integer> served = new LinkedHashMap<>();
    private final Map<Peer, Integer> dropped = new LinkedHashMap<>();
    private final List<Long> times = new ArrayList<>();
    private final List<Long> waits = new ArrayList<>();
    private final Simulation simulation =
        new Simulation(
            1,
            NetworkModel.constant(1),
            MessageRegistry.builder().build(),
            (node, event) -> {
              if (event instanceof QueryEvent.Dropped drop) {
                dropped.merge(drop.peer(), 1, Integer::sum);
              }
            });
    private final Host host = simulation.addHost();
    private final QueryRateLimiter<Long> budget =
        new QueryRateLimiter<>(
            host,
            (action, nanos) -> host.setTimer(new Turn(action), nanos),
            new LoadConfig("1", 100, SECOND / 4),
            peer -> !peer.equals(STRANGER),
            this::serve);

    Server() {
      simulation.place(0, this);
    }

    private void serve(Peer peer, long askedAt) {
      served.merge(peer, 1, Integer::sum);
      times.add(host.nowNanos());
      waits.add(host.nowNanos() - askedAt);
    }

    /** From now on a peer sends {@code perSecond} queries a second, evenly, for some seconds. */
    void ask(Peer peer, int perSecond, int seconds) {
      for (long i = 0; i < (long) perSecond * seconds; i++) {
        long time = simulation.nowNanos() + i * SECOND / perSecond + peer.address().port();
        simulation.at(time, () -> budget.take(peer, host.nowNanos()));
      }
    }

    void run(double seconds) {
      simulation.runUntil(simulation.nowNanos() + (long) (seconds * SECOND));
    }

    int served(Peer peer) {
      return served.getOrDefault(peer, 0);
    }

    int dropped(Peer peer) {
      return dropped.getOrDefault(peer, 0);
    }

    @Override
    public void onMessage(Peer from, Message message) {}

    @Override
    public void onTimer(Timer timer) {
      ((Turn) timer).action().run();
    }
  }

  private final Server server = new Server();

  @Test
  void calm_servesAtOnce() {
    server.ask(peer(1), 90, 10);
    server.run(20);
    assertThat(server.served(peer(1))).isEqualTo(900);
    assertThat(server.waits).containsOnly(0L);
  }

  @Test
  void burst_isServedAtOnce_asFarAsAPauseHasSavedUp_thenAtTheRate() {
    for (int i = 0; i < 30; i++) {
      server.budget.take(peer(1), 0L);
    }
    assertThat(server.served(peer(1))).isEqualTo(11);
    assertThat(server.dropped(peer(1))).isEqualTo(30 - 11 - 12); // one peer has half the room
    server.run(0.01);
    assertThat(server.served(peer(1))).isEqualTo(12);
    server.run(1);
    assertThat(server.served(peer(1))).isEqualTo(23);
  }

  /** Ten times the rate for ten seconds: 11 at once, 1,000 at the rate, 12 that waited. */
  @Test
  void flood_isServedAtTheRate_andTheRestIsCounted() {
    server.ask(peer(1), 1_000, 10);
    server.run(20);
    assertThat(server.served(peer(1))).isBetween(1_020, 1_024);
    assertThat(server.dropped(peer(1))).isEqualTo(10_000 - server.served(peer(1)));
    assertThat(server.waits).allMatch(wait -> wait <= SECOND / 4);
  }

  @Test
  void flooder_costsOthersNothingButAMoment() {
    server.ask(peer(9), 1_000, 10);
    for (int other = 1; other <= 3; other++) {
      server.ask(peer(other), 20, 10);
    }
    server.run(20);
    for (int other = 1; other <= 3; other++) {
      assertThat(server.served(peer(other))).as("peer %d", other).isEqualTo(200);
    }
    assertThat(server.dropped.keySet()).containsExactly(peer(9));
    assertThat(server.served(peer(9))).isBetween(400, 450); // what the others leave
  }

  @Test
  void fourFlooders_getAQuarterEach() {
    for (int one = 1; one <= 4; one++) {
      server.ask(peer(one), 100 + 300 * one, 10);
    }
    server.run(20);
    for (int one = 1; one <= 4; one++) {
      assertThat(server.served(peer(one))).as("peer %d", one).isBetween(245, 265);
    }
  }

  @Test
  void stranger_isServed_ifNoNeighborWaits() {
    server.ask(STRANGER, 50, 10);
    server.run(20);
    assertThat(server.served(STRANGER)).isEqualTo(500);
  }

  @Test
  void stranger_whoFloods_takesNothingFromNeighbors() {
    server.ask(STRANGER, 10_000, 10);
    server.ask(peer(1), 90, 10);
    server.run(20);
    assertThat(server.served(peer(1))).isEqualTo(900);
    assertThat(server.dropped.keySet()).containsExactly(STRANGER);
  }

  @Test
  void stranger_getsWhatNeighborsLeave() {
    server.ask(peer(1), 1_000, 10);
    server.ask(STRANGER, 100, 10);
    server.run(20);
    assertThat(server.served(STRANGER)).isLessThan(20);
  }

  /**
   * The limiter serves no more than its rate and one burst in every span, and serves or counts
   * every query.
   */
  @Test
  void rate_holdsInEverySpan_andEveryQueryIsServedOrCounted() {
    for (int seed = 0; seed < 20; seed++) {
      Server busy = new Server();
      SplittableRandom random = new SplittableRandom(seed);
      int asked = 0;
      for (int burst = 0; burst < 40; burst++) {
        int count = 1 + random.nextInt(60);
        Peer peer = random.nextInt(8) == 0 ? STRANGER : peer(random.nextInt(4));
        long time = random.nextLong(5 * SECOND);
        for (int i = 0; i < count; i++) {
          busy.simulation.at(time, () -> busy.budget.take(peer, busy.host.nowNanos()));
        }
        asked += count;
      }
      busy.run(10);
      assertThat(sum(busy.served) + sum(busy.dropped)).isEqualTo(asked);
      assertRateHolds(busy.times);
    }
  }

  private static int sum(Map<Peer, Integer> counts) {
    return counts.values().stream().mapToInt(count -> count).sum();
  }

  private static void assertRateHolds(List<Long> times) {
    double worst = 0;
    for (int first = 0; first < times.size(); first++) {
      for (int last = first; last < times.size(); last++) {
        double seconds = (times.get(last) - times.get(first)) / 1e9;
        worst = Math.max(worst, last - first + 1 - 100 * seconds);
      }
    }
    assertThat(worst).isLessThanOrEqualTo(11 + 1e-6);
  }
}
