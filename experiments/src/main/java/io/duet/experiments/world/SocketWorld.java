package io.duet.experiments.world;

import io.duet.cli.FailureException;
import io.duet.experiments.experiment.Experiment;
import io.duet.experiments.fetch.FetchPlan;
import io.duet.experiments.fetch.Fetches;
import io.duet.experiments.fetch.SocketFetches;
import io.duet.netty.EventLoops;
import io.duet.netty.HostSettings;
import io.duet.netty.NettyHost;
import io.duet.node.NodeListener;
import io.duet.node.Peer;
import io.duet.node.Traffic;
import io.duet.node.TrafficClass;
import io.duet.overlay.Overlay;
import io.duet.overlay.spi.OverlayNetwork;
import io.duet.wire.MessageRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** A world of real TCP connections on the loopback interface, in this process. */
public final class SocketWorld extends World {
  private static final int THREADS_MAX = 2;
  private static final int CLOSE_SECONDS_MAX = 5;
  private static final long HOST_SEEDS = 1_000_003;

  private final EventLoops loops;
  private final Experiment experiment;
  private final NodeListener listener;
  private final Map<Traffic, Integer> hostOf = new LinkedHashMap<>(); // with ended ones
  private final List<NettyHost> hosts = new ArrayList<>();
  private final List<Peer> peers = new ArrayList<>();
  private volatile long origin = System.nanoTime();

  /** The hosts of all nodes, bound to free loopback ports; no node is started yet. */
  public SocketWorld(
      Experiment experiment,
      OverlayNetwork network,
      MessageRegistry messages,
      NodeListener listener) {
    super(experiment, network);
    this.experiment = experiment;
    this.listener = listener;
    int threads = Math.min(THREADS_MAX, Runtime.getRuntime().availableProcessors());
    this.loops = new EventLoops(threads, messages);
    try {
      populate();
    } catch (CompletionException e) {
      loops.close();
      throw new FailureException(String.valueOf(e.getMessage()), e);
    }
  }

  private void populate() {
    for (int i = 0; i < layout.hosts(); i++) {
      hosts.add(NettyHost.bind(loops, settings(i)).join());
      peers.add(hosts.get(i).self());
      hostOf.put(hosts.get(i).traffic(), i);
    }
    for (int i = 0; i < layout.hosts(); i++) {
      int index = i;
      nodes.add(hosts.get(i).create(host -> network.create(index, host, peers)).join());
    }
  }

  private HostSettings settings(int host) {
    return HostSettings.ofNetwork(experiment.name())
        .withListener(listener)
        .withSeed(experiment.seed() * HOST_SEEDS + host);
  }

  @Override
  public List<Peer> peers() {
    return peers;
  }

  @Override
  Fetches open(FetchPlan plan) {
    Fetches opened =
        new SocketFetches(
            plan,
            experiment.name(),
            hosts,
            experiment.nodes(),
            (action, node) -> call(node, action),
            this::nowNanos);
    origin = System.nanoTime(); // making the files took time
    return opened;
  }

  @Override
  void startHost(int host) {
    hosts.get(host).execute(nodes.get(host)::start);
  }

  /** Uses the same address again. */
  @Override
  void recreate(int host) {
    hosts.get(host).close().join();
    HostSettings again = settings(host).withBind(peers.get(host).address());
    NettyHost rebound = NettyHost.bind(loops, again).join();
    hosts.set(host, rebound);
    hostOf.put(rebound.traffic(), host);
    nodes.set(host, rebound.create(h -> network.recreate(host, h, peers)).join());
  }

  /** The nodes are not started yet, so one thread may assemble them. */
  @Override
  void assembleHosts(List<Integer> assembled) {
    List<Overlay> first = assembled.stream().map(nodes::get).toList();
    hosts.get(0).call(() -> assembled(first)).join();
  }

  private boolean assembled(List<Overlay> first) {
    network.assemble(first);
    return true;
  }

  @Override
  void crashHost(int host) {
    hosts.get(host).crash();
  }

  @Override
  void leaveHost(int host) {
    hosts.get(host).close();
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
    return List.copyOf(hostOf.keySet());
  }

  @Override
  long[] searchesReceived() {
    return byHost(t -> t.messagesReceived(TrafficClass.SEARCH));
  }

  @Override
  long[] messagesHandled() {
    return byHost(t -> sum(t::messagesSent) + sum(t::messagesReceived));
  }

  @Override
  long[] bytesHandled() {
    return byHost(t -> sum(t::bytesSent) + sum(t::bytesReceived));
  }

  private static long sum(ToLongFunction<TrafficClass> count) {
    return TrafficClass.all().stream().mapToLong(count).sum();
  }

  private long[] byHost(ToLongFunction<Traffic> count) {
    long[] counts = new long[hosts.size()];
    hostOf.forEach((traffic, host) -> counts[host] += count.applyAsLong(traffic));
    return counts;
  }

  @Override
  <T> T ofLive(int host, Function<Overlay, T> read, T otherwise) {
    return hosts
        .get(host)
        .call(() -> read.apply(nodes.get(host)))
        .exceptionally(ended -> otherwise)
        .join();
  }

  /** The number of calls that threw an exception; these are logged at once. */
  @Override
  public long failures() {
    return hosts.stream()
        .mapToLong(host -> host.refused().getOrDefault(NettyHost.NODE_EXCEPTIONS, 0L))
        .sum();
  }

  @Override
  public void close() {
    super.close();
    CompletableFuture.allOf(hosts.stream().map(NettyHost::close).toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, CLOSE_SECONDS_MAX, TimeUnit.SECONDS)
        .join();
    loops.close();
  }
}
