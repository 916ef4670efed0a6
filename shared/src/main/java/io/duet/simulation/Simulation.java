package io.duet.simulation;

import io.duet.bounded.Mixing;
import io.duet.node.Host;
import io.duet.node.Message;
import io.duet.node.Node;
import io.duet.node.NodeListener;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.node.Timer;
import io.duet.node.Traffic;
import io.duet.node.TrafficClass;
import io.duet.wire.MessageRegistry;
import io.duet.wire.WireSerializer;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A network of nodes in virtual time, with one queue of events.
 *
 * <p>The same seed and the same calls give the same run, event for event, in any JVM: events at the
 * same time happen in the order in which they were caused, every node has its own random generator,
 * split off the seed by its index, and {@link #traceHash} covers every delivery.
 *
 * <p>A message to a crashed node vanishes without a report to its sender, as if the machine had
 * died. A message in flight when a node returns at its address reaches the new node, as on a real
 * network; timers, and messages to itself, end with the {@link Incarnation} that set them. With
 * {@link #refuseWhenEnded} senders are informed, as by sockets when a process dies.
 */
public final class Simulation {
  /** The largest number of hosts, whose addresses are in 10.0.0.0/8. */
  public static final int HOSTS_MAX = 1 << 24;

  /**
   * The system property that, if true when a world is made, lets it encode and decode each message
   * on its way; results are the same with and without.
   */
  public static final String VERIFY = "duet.simulation.verify";

  private static final int FIRST_IP = 10 << 24;
  private static final int PORT_MIN = 1_024;
  private static final int PORTS = 60_000;
  private static final int ACTION = -1;
  private static final int INCARNATION_0 = -2; // an event for incarnation n alone comes from -2 - n

  private final long seed;
  private final int port; // of all hosts, so that whatever follows from addresses differs by seed
  private final NetworkModel network;
  final NodeListener listener;
  private final MessageRegistry messages;
  private final Traffic traffic = new Traffic();
  private final SplittableRandom random;
  private final Faults faults;
  private final List<Peer> peers = new Peers();
  private final EventQueue<Object> queue = new EventQueue<>();
  private final List<Incarnation> hosts = new ArrayList<>();
  private int[] searchLoad = new int[16];
  private final @Nullable WireCheck wire;
  private @Nullable OpenConnections connections; // only if ended nodes refuse connections
  private @Nullable HostLoads loads; // created on demand: it takes 16 bytes per host
  private long now;
  private long deliveries;
  private long traceHash;

  /** An empty network at time zero. */
  public Simulation(
      long seed, NetworkModel network, MessageRegistry messages, NodeListener listener) {
    this.seed = seed;
    this.port = PORT_MIN + (int) Long.remainderUnsigned(Mixing.mix(seed), PORTS);
    this.network = network;
    this.listener = listener;
    this.messages = messages;
    this.wire = Boolean.getBoolean(VERIFY) ? new WireCheck(messages) : null;
    this.random = new SplittableRandom(Mixing.mix(seed));
    this.faults = new Faults(random.split());
  }

  /** Adds a host without a node; hosts are numbered from 0. */
  public Host addHost() {
    int index = hosts.size();
    if (index >= HOSTS_MAX) {
      throw new IllegalStateException("a world has at most " + HOSTS_MAX + " hosts");
    }
    Peer self = Peer.at(PeerAddress.ofIpv4(FIRST_IP + index, port));
    Incarnation host = new Incarnation(this, 0, self, null);
    hosts.add(host);
    if (index == searchLoad.length) {
      searchLoad = Arrays.copyOf(searchLoad, 2 * index);
    }
    return host;
  }

  /**
   * The host with this index, for the node that lives there now or, when none does, for the next
   * one: a node that has ended can do nothing more through the host that it was given.
   */
  public Host host(int index) {
    return hosts.get(index);
  }

  /** The addresses of all hosts by index: a view that grows with the network. */
  public List<Peer> peers() {
    return peers;
  }

  private final class Peers extends AbstractList<Peer> implements RandomAccess {
    @Override
    public Peer get(int index) {
      return hosts.get(index).self();
    }

    @Override
    public int size() {
      return hosts.size();
    }
  }

  /** Places a node at the host with this index; the caller starts it. */
  public void place(int index, Node node) {
    hosts.get(index).node = node;
  }

  /** Whether the host with this index has a node. */
  public boolean isAlive(int index) {
    return hosts.get(index).node != null;
  }

  /** Ends a node without a message: it receives and sends nothing any more, and its timers end. */
  public void crash(int index) {
    if (isAlive(index)) {
      end(index).forEach(peer -> refuse(peer, index));
    }
  }

  /** Ends a node gracefully: it may send leave messages before it receives nothing any more. */
  public void leave(int index) {
    Node node = hosts.get(index).node;
    if (node != null) {
      node.stop();
      end(index);
    }
  }

  /** Ends an incarnation; returns the hosts whose connections to it close, if they are tracked. */
  private List<Integer> end(int index) {
    hosts.set(index, hosts.get(index).end());
    return connections == null ? List.of() : connections.close(index, now);
  }

  /**
   * Refuses connections to ended nodes from now on, as if only the process had died: peers are
   * informed by {@link Node#onUnreachable}. Hosts that exchanged a message with the node in the
   * last minute are informed after one message delay; later senders after a round trip. Loss,
   * partitions and holds affect this information like messages.
   */
  public void refuseWhenEnded() {
    connections = connections == null ? new OpenConnections() : connections;
  }

  /** Informs a host that it cannot reach another one, unless a fault prevents it. */
  private void refuse(int host, int ended) {
    if (isAlive(host) && faults.passes(ended, host)) {
      long arrival = now + network.delayNanos(ended, host, random);
      queue.add(arrival, tagOf(hosts.get(host)), hosts.get(ended).self());
    }
  }

  /** The faults of the network. */
  public Faults faults() {
    return faults;
  }

  /** Ends all holds and sends the held messages, in the order in which they were sent at first. */
  public void release() {
    for (Faults.Held held : faults.release()) {
      deliverLater(held.from(), held.to(), held.message());
    }
  }

  /** Runs an action at a time, in nanoseconds; at once if that has passed. */
  public void at(long timeNanos, Runnable action) {
    queue.add(Math.max(now, timeNanos), tag(ACTION, 0), action);
  }

  /** Virtual nanoseconds since the start. */
  public long nowNanos() {
    return now;
  }

  /** Runs all events up to this time, inclusive, and sets the clock to it. */
  public void runUntil(long timeNanos) {
    while (queue.nextTime() <= timeNanos) {
      step();
    }
    now = Math.max(now, timeNanos);
  }

  /** Runs the next event; false if none waits. */
  public boolean step() {
    long time = queue.nextTime();
    if (time == Long.MAX_VALUE) {
      return false;
    }
    long tag = queue.nextTag();
    now = time;
    happen((int) (tag >> 32), (int) tag, queue.take());
    return true;
  }

  private void happen(int from, int to, Object what) {
    if (from >= 0) {
      deliver(from, to, (Message) what);
    } else if (from == ACTION) {
      ((Runnable) what).run();
    } else {
      happenTo(hosts.get(to), INCARNATION_0 - from, what);
    }
  }

  /** Gives a node its timer, message to itself or unreachable peer, unless it has ended. */
  private void happenTo(Incarnation self, int number, Object what) {
    Node node = self.node;
    if (node == null || self.number != number) {
      return;
    }
    if (what instanceof Timer timer) {
      node.onTimer(timer);
    } else if (what instanceof Message message) {
      deliver(self.index(), self.index(), message);
    } else {
      node.onUnreachable((Peer) what);
    }
  }

  private void deliver(int from, int to, Message message) {
    Node node = hosts.get(to).node;
    if (connections != null && from != to) {
      connect(connections, from, to);
    }
    if (node == null) {
      return;
    }
    deliveries++;
    traceHash = (traceHash ^ now ^ tag(from, to)) * Mixing.GOLDEN;
    traceHash = (traceHash ^ traceHash >>> 32 ^ messages.idOf(message.getClass())) * Mixing.GOLDEN;
    if (message.trafficClass() == TrafficClass.SEARCH) {
      searchLoad[to]++;
    }
    node.onMessage(hosts.get(from).self(), message);
  }

  private void connect(OpenConnections open, int from, int to) {
    if (isAlive(to)) {
      open.used(from, to, now);
    } else {
      refuse(from, to);
    }
  }

  void setTimer(Incarnation host, Timer timer, long delayNanos) {
    queue.add(now + delayNanos, tagOf(host), timer);
  }

  void send(Incarnation from, Peer to, Message message) {
    Incarnation receiver = hostAt(to);
    if (receiver == from) {
      queue.add(now, tagOf(from), message);
      return;
    }
    long size = messages.sizeOf(message);
    int bytes = WireSerializer.bytes(size);
    traffic.sent(message.trafficClass(), bytes);
    traffic.sentAddresses(WireSerializer.addresses(size));
    count(from.index(), bytes);
    if (receiver != null) {
      Message received = wire == null ? message : wire.decoded(message, bytes);
      travel(from.index(), receiver.index(), received, bytes);
    }
  }

  private void travel(int from, int to, Message message, int bytes) {
    if (faults.passes(from, to, message)) {
      count(to, bytes);
      deliverLater(from, to, message);
    }
  }

  private void count(int host, int bytes) {
    if (loads != null) {
      loads.count(host, bytes);
    }
  }

  private void deliverLater(int from, int to, Message message) {
    queue.add(now + network.delayNanos(from, to, random), tag(from, to), message);
  }

  static int indexOf(Peer peer) {
    return peer.address().ipv4() - FIRST_IP;
  }

  private @Nullable Incarnation hostAt(Peer peer) {
    int index = indexOf(peer);
    boolean ours = index >= 0 && index < hosts.size() && hosts.get(index).self().equals(peer);
    return ours ? hosts.get(index) : null;
  }

  /** The traffic of all nodes together, without messages of a node to itself. */
  public Traffic traffic() {
    return traffic;
  }

  /** The messages of class SEARCH that each node has received, by index. */
  public int[] searchLoad() {
    return Arrays.copyOf(searchLoad, hosts.size());
  }

  /** Counts the load of each host from now on; all callers share one counter. */
  public HostLoads loads() {
    loads = loads == null ? new HostLoads() : loads;
    return loads;
  }

  /** The number of messages delivered so far. */
  public long deliveries() {
    return deliveries;
  }

  /** A hash over time, sender, receiver and class of every delivery so far, in their order. */
  public long traceHash() {
    return traceHash;
  }

  long seedOf(int index) {
    return Mixing.mix(seed + Mixing.GOLDEN * (index + 1L));
  }

  private static long tagOf(Incarnation host) {
    return tag(INCARNATION_0 - host.number, host.index());
  }

  private static long tag(int from, int to) {
    return (long) from << 32 | (to & 0xffff_ffffL);
  }
}
