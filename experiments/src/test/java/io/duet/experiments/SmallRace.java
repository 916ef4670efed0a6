package io.duet.experiments;

import io.duet.metrics.Metrics;
import io.duet.metrics.MetricsEndpoint;
import io.duet.metrics.OverlayMetrics;
import io.duet.node.NodeEvent;
import io.duet.node.PeerAddress;
import io.duet.node.Purpose;
import io.duet.node.Traffic;
import java.util.List;
import java.util.SplittableRandom;

/** What a small race does to the metrics, served on an ephemeral loopback port; for tests. */
public final class SmallRace implements AutoCloseable {
  /** The overlays that play, in this order. */
  public static final List<String> OVERLAYS = List.of("chord", "super-peer");

  private static final int SEARCHES = 500;
  private static final int NODES = 64;
  private static final PeerAddress NODE = PeerAddress.ofIpv4(0x7f000001, 4000);

  private final Metrics metrics = new Metrics(OVERLAYS);
  private final MetricsEndpoint endpoint = new MetricsEndpoint(metrics::scrape, 0);
  private final SplittableRandom random = new SplittableRandom(7);

  /** The port of {@code /metrics}. */
  public int port() {
    return endpoint.port();
  }

  /** Searches of all overlays together. */
  public int searches() {
    return SEARCHES * OVERLAYS.size();
  }

  /** Plays all of it; a scrape before has seen nothing yet. */
  public void play() {
    OVERLAYS.forEach(overlay -> play(metrics.overlay(overlay)));
  }

  private void play(OverlayMetrics overlay) {
    Traffic traffic = new Traffic();
    overlay.watchTraffic(List.of(traffic));
    overlay.watchNodes(() -> NODES);
    for (int node = 0; node < NODES; node++) {
      overlay.onEvent(NODE, new NodeEvent.Joined(random.nextLong(1_000_000, 400_000_000)));
      sendAndReceive(traffic, Purpose.MAINTENANCE, 10, 80);
      sendAndReceive(traffic, Purpose.PUBLISH, 3, 120);
    }
    for (int search = 0; search < SEARCHES; search++) {
      search(overlay, traffic);
    }
  }

  private void search(OverlayMetrics overlay, Traffic traffic) {
    int hops = random.nextInt(9);
    long latencyNanos = (long) (-Math.log(1 - random.nextDouble()) * 2_000_000);
    String outcome = random.nextInt(10) == 0 ? "not_found" : "found";
    sendAndReceive(traffic, Purpose.SEARCH, hops + 1, 64);
    overlay.searchEnded(outcome, hops, latencyNanos);
  }

  private static void sendAndReceive(Traffic traffic, Purpose purpose, int messages, int bytes) {
    for (int i = 0; i < messages; i++) {
      traffic.sent(purpose, bytes);
      traffic.received(purpose, bytes);
    }
  }

  @Override
  public void close() {
    endpoint.close();
    metrics.close();
  }
}
