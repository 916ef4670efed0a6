package io.duet.experiments;

import io.duet.cli.FailureException;
import io.duet.netty.EventLoops;
import io.duet.netty.HostSettings;
import io.duet.netty.NettyHost;
import io.duet.node.NodeListener;
import io.duet.node.PeerAddress;
import io.duet.node.Purpose;
import io.duet.node.Traffic;
import io.duet.overlay.Overlay;
import io.duet.overlay.OverlayNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A world of real TCP connections on the loopback interface, in this process. */
final class SocketWorld implements World {
  private static final int THREADS_MAX = 2;
  private static final int CLOSE_SECONDS_MAX = 5;
  private static final long HOST_SEEDS = 1_000_003;

  private final EventLoops loops;
  private final OverlayNetwork network;
  private final List<NettyHost> hosts = new ArrayList<>();
  private final List<PeerAddress> addresses = new ArrayList<>();
  private final List<Overlay> nodes = new ArrayList<>();
  private final long origin = System.nanoTime();

  SocketWorld(Experiment experiment, OverlayNetwork network, NodeListener listener) {
    this.network = network;
    int threads = Math.min(THREADS_MAX, Runtime.getRuntime().availableProcessors());
    this.loops = new EventLoops(threads, Overlays.messages());
    try {
      populate(experiment, listener);
    } catch (CompletionException e) {
      loops.close();
      throw new FailureException(String.valueOf(e.getMessage()), e);
    }
  }

  private void populate(Experiment experiment, NodeListener listener) {
    int count = experiment.nodes() + network.extraNodes();
    for (int i = 0; i < count; i++) {
      HostSettings settings =
          HostSettings.ofNetwork(experiment.name())
              .withListener(listener)
              .withSeed(experiment.seed() * HOST_SEEDS + i);
      hosts.add(NettyHost.bind(loops, settings).join());
      addresses.add(hosts.get(i).self());
    }
    for (int i = 0; i < count; i++) {
      int index = i;
      nodes.add(hosts.get(i).create(host -> network.create(index, host, addresses)).join());
    }
  }

  @Override
  public List<PeerAddress> addresses() {
    return addresses;
  }

  @Override
  public void start(int node) {
    hosts.get(node).execute(nodes.get(node)::start);
  }

  /** The nodes are not started yet, so they may be put together from this thread. */
  @Override
  public void assemble() {
    hosts.get(0).call(() -> assembled()).join();
  }

  private boolean assembled() {
    network.assemble(nodes);
    return true;
  }

  @Override
  public void crash(int node) {
    hosts.get(node).crash();
  }

  @Override
  public void leave(int node) {
    hosts.get(node).close();
  }

  @Override
  public void call(int node, Consumer<Overlay> action) {
    hosts.get(node).execute(() -> action.accept(nodes.get(node)));
  }

  @Override
  public long nowNanos() {
    return System.nanoTime() - origin;
  }

  @Override
  public void advanceTo(long nanos) {
    for (long left = nanos - nowNanos(); left > 0; left = nanos - nowNanos()) {
      LockSupport.parkNanos(left);
    }
  }

  @Override
  public List<Traffic> traffic() {
    return hosts.stream().map(NettyHost::traffic).toList();
  }

  @Override
  public int[] searchLoad() {
    return hosts.stream()
        .mapToInt(host -> (int) host.traffic().messagesReceived(Purpose.SEARCH))
        .toArray();
  }

  @Override
  public long traceHash() {
    return 0;
  }

  /** Calls that a node answered by throwing; they were logged when they did. */
  @Override
  public long failures() {
    return hosts.stream().mapToLong(host -> host.refused().getOrDefault("node threw", 0L)).sum();
  }

  @Override
  public void close() {
    CompletableFuture.allOf(hosts.stream().map(NettyHost::close).toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, CLOSE_SECONDS_MAX, TimeUnit.SECONDS)
        .join();
    loops.close();
  }
}
