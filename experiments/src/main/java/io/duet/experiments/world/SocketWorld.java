package io.duet.experiments.world;

import io.duet.cli.FailureException;
import io.duet.experiments.experiment.Experiment;
import io.duet.netty.EventLoops;
import io.duet.netty.HostSettings;
import io.duet.netty.NettyHost;
import io.duet.node.Key;
import io.duet.node.NodeListener;
import io.duet.node.Peer;
import io.duet.node.Traffic;
import io.duet.node.TrafficClass;
import io.duet.overlay.Overlay;
import io.duet.overlay.spi.OverlayNetwork;
import io.duet.wire.MessageRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** A world of real TCP connections on the loopback interface, in this process. */
public final class SocketWorld implements World {
  private static final int THREADS_MAX = 2;
  private static final int CLOSE_SECONDS_MAX = 5;
  private static final long HOST_SEEDS = 1_000_003;

  private final EventLoops loops;
  private final OverlayNetwork network;
  private final Experiment experiment;
  private final NodeListener listener;
  private final HostLayout layout;
  private final BitSet begun = new BitSet();
  private final List<Traffic> traffic = new ArrayList<>(); // those of ended hosts are kept
  private final List<Integer> owners = new ArrayList<>(); // the index of the host of each
  private final List<NettyHost> hosts = new ArrayList<>();
  private final List<Peer> peers = new ArrayList<>();
  private final List<Overlay> nodes = new ArrayList<>();
  private final long origin = System.nanoTime();

  /** The hosts of all nodes, bound to free loopback ports; no node is started yet. */
  public SocketWorld(
      Experiment experiment,
      OverlayNetwork network,
      MessageRegistry messages,
      NodeListener listener) {
    this.network = network;
    this.experiment = experiment;
    this.listener = listener;
    this.layout = new HostLayout(experiment.nodes(), network);
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
      count(i);
    }
    for (int i = 0; i < layout.hosts(); i++) {
      int index = i;
      nodes.add(hosts.get(i).create(host -> network.create(index, host, peers)).join());
    }
  }

  private void count(int host) {
    traffic.add(hosts.get(host).traffic());
    owners.add(host);
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
  public void start(int node) {
    layout.hostsOf(node).forEach(this::startHost);
  }

  private void startHost(int host) {
    if (begun.get(host)) {
      recreate(host);
    }
    begun.set(host);
    hosts.get(host).execute(nodes.get(host)::start);
  }

  /** Uses the same address again, for a node that returns or joins late. */
  private void recreate(int host) {
    hosts.get(host).close().join();
    HostSettings again = settings(host).withBind(peers.get(host).address());
    NettyHost rebound = NettyHost.bind(loops, again).join();
    hosts.set(host, rebound);
    count(host);
    nodes.set(host, rebound.create(h -> network.recreate(host, h, peers)).join());
  }

  @Override
  public void startExtraNodes() {
    layout.extras().forEach(this::startHost);
  }

  /** The nodes are not started yet, so this thread may assemble them. */
  @Override
  public void assemble(int there) {
    begun.set(0, layout.hosts());
    List<Overlay> first = new ArrayList<>();
    layout.first(there).forEach(host -> first.add(nodes.get(host)));
    hosts.get(0).call(() -> assembled(first)).join();
  }

  private boolean assembled(List<Overlay> first) {
    network.assemble(first);
    return true;
  }

  @Override
  public void crash(int node) {
    layout.hostsOf(node).forEach(host -> hosts.get(host).crash());
  }

  @Override
  public void leave(int node) {
    layout.hostsOf(node).forEach(host -> hosts.get(host).close());
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
    return List.copyOf(traffic);
  }

  @Override
  public int[] searchLoad() {
    long[] load = byNode(t -> t.messagesReceived(TrafficClass.SEARCH));
    return Arrays.stream(load).mapToInt(count -> (int) count).toArray();
  }

  @Override
  public long[] messagesHandled() {
    return byNode(t -> sum(t::messagesSent) + sum(t::messagesReceived));
  }

  @Override
  public long[] bytesHandled() {
    return byNode(t -> sum(t::bytesSent) + sum(t::bytesReceived));
  }

  private static long sum(ToLongFunction<TrafficClass> count) {
    return TrafficClass.all().stream().mapToLong(count).sum();
  }

  private long[] byNode(ToLongFunction<Traffic> count) {
    long[] byHost = new long[hosts.size()];
    for (int i = 0; i < traffic.size(); i++) {
      byHost[owners.get(i)] += count.applyAsLong(traffic.get(i));
    }
    return layout.byNode(byHost);
  }

  @Override
  public String[] roles() {
    String[] roles = new String[layout.nodes()];
    Arrays.setAll(roles, node -> ofLive(node, Overlay::roleName, ""));
    return roles;
  }

  @Override
  public int[] recordsKept() {
    int[] kept = new int[hosts.size()];
    Arrays.setAll(kept, host -> ofLive(host, Overlay::recordsKept, 0));
    return layout.byNode(kept);
  }

  @Override
  public List<List<Key>> remembered() {
    return IntStream.range(0, hosts.size())
        .mapToObj(host -> ofLive(host, Overlay::cachedContents, List.<Key>of()))
        .toList();
  }

  private <T> T ofLive(int host, Function<Overlay, T> question, T otherwise) {
    return hosts
        .get(host)
        .call(() -> question.apply(nodes.get(host)))
        .exceptionally(ended -> otherwise)
        .join();
  }

  @Override
  public long traceHash() {
    return 0;
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
    CompletableFuture.allOf(hosts.stream().map(NettyHost::close).toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, CLOSE_SECONDS_MAX, TimeUnit.SECONDS)
        .join();
    loops.close();
  }
}
