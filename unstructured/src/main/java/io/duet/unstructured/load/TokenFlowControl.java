package io.duet.unstructured.load;

import io.duet.node.Host;
import io.duet.node.PeerAddress;
import io.duet.node.Timer;
import io.duet.unstructured.config.CapacityDistribution;
import io.duet.unstructured.config.LoadConfig;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.neighbor.NeighborTable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * Tokens: a node sends a walker to a neighbour only if it holds a token of that neighbour's. A node
 * grants them at the rate at which it handles queries, less what waits for its turn here already,
 * and in proportion to its neighbours' capacities, so that it pays to tell one's own (Y. Chawathe
 * et al., "Making Gnutella-like P2P systems scalable", SIGCOMM 2003, section 3.3). What waits here
 * for tokens of others does not count: nodes that wait for each other would grant nothing for ever.
 *
 * <p>A grant is a statement, not an addition: it says how many tokens the neighbour holds from now
 * on. So a lost one is mended by the next, which comes with the pings. A neighbour that uses tokens
 * which it does not have gains nothing, because its queries take their turns like all others.
 *
 * <p>Messages in and out: Grant. Timer: {@link Tick}, only while a neighbour has used up half of
 * its share. Invariants: tokens are granted to neighbours alone, after each one's first share no
 * faster than this node handles queries; what a neighbour says of itself is bounded.
 */
public final class TokenFlowControl {
  /** The most tokens of one neighbour's that a node believes to hold. */
  static final int TOKENS_MAX = 1 << 14;

  private static final long TICK_NANOS = 100_000_000;

  /** Rings while tokens are granted. */
  public record Tick(TokenFlowControl flow) implements Timer {}

  /**
   * One neighbour; until it says more, it is taken for a small one that has room for one walker.
   */
  private static final class Flow {
    private int capacity = 1;
    private int held = 1;
    private int granted = 1;
    private int told = 1; // the last statement
    private double due;
  }

  private final Host host;
  private final NeighborTable links;
  private final LoadConfig config;
  private final IntSupplier waiting;
  private final Map<PeerAddress, Flow> flows = new LinkedHashMap<>(4);
  private boolean ticking;

  /**
   * No tokens yet.
   *
   * @param waiting how many queries of others wait for their turn here
   */
  public TokenFlowControl(Host host, NeighborTable links, LoadConfig config, IntSupplier waiting) {
    this.host = host;
    this.links = links;
    this.config = config;
    this.waiting = waiting;
  }

  // --- tokens of this node's neighbours

  /** The capacity that a neighbour told, 1 if it told none. */
  public int capacity(PeerAddress neighbor) {
    Flow flow = flows.get(neighbor);
    return flow == null ? 1 : flow.capacity;
  }

  /** Uses a token of a neighbour's; false when this node holds none. */
  public boolean use(PeerAddress neighbor) {
    Flow flow = flows.computeIfAbsent(neighbor, key -> new Flow());
    boolean holds = flow.held > 0;
    flow.held -= holds ? 1 : 0;
    return holds;
  }

  /** Whether this node holds a token of a neighbour's. */
  public boolean holdsAny() {
    for (PeerAddress neighbor : links.neighbors()) {
      Flow flow = flows.get(neighbor);
      if (flow == null || flow.held > 0) {
        return true;
      }
    }
    return false;
  }

  /** Takes a neighbour's word about its capacity and this node's tokens; why not, or empty. */
  public String take(PeerAddress from, UnstructuredMessage.TokenGrant grant) {
    if (!links.contains(from)) {
      return "tokens of a stranger";
    } else if (grant.capacity() < 1 || grant.capacity() > CapacityDistribution.MAX) {
      return "capacity out of range";
    } else if (grant.tokens() < 0 || grant.tokens() > TOKENS_MAX) {
      return "tokens out of range";
    }
    boolean first = !flows.containsKey(from);
    Flow flow = flows.computeIfAbsent(from, key -> new Flow());
    flow.capacity = grant.capacity();
    flow.held = grant.tokens();
    if (first) {
      greet(from);
    }
    return "";
  }

  // --- tokens of this node's own

  /** Grants a new neighbour its share, and tells it this node's capacity. */
  public void greet(PeerAddress neighbor) {
    if (links.contains(neighbor)) {
      Flow flow = flows.computeIfAbsent(neighbor, key -> new Flow());
      flow.granted = share(flow, sumOfCapacities());
      tell(neighbor, flow);
    }
  }

  /** Says again what each neighbour holds; to be called with the pings. */
  public void maintain() {
    flows.keySet().removeIf(peer -> !links.contains(peer));
    for (PeerAddress neighbor : links.neighbors()) {
      Flow flow = flows.get(neighbor);
      if (flow == null) {
        greet(neighbor);
      } else {
        flow.granted = Math.min(flow.granted, share(flow, sumOfCapacities()));
        tell(neighbor, flow);
      }
    }
  }

  /** Notes that a neighbour has used a token. */
  public void countArrival(PeerAddress neighbor) {
    Flow flow = flows.get(neighbor);
    if (flow != null) {
      flow.granted = Math.max(0, flow.granted - 1);
      if (!ticking && lacks(flow, sumOfCapacities())) {
        tick();
      }
    }
  }

  private void tick() {
    ticking = true;
    host.setTimer(new Tick(this), TICK_NANOS);
  }

  /** Shares out what this node can handle until the next tick. */
  public void onTick() {
    ticking = false;
    long sum = sumOfCapacities();
    long lacking =
        flows.values().stream().filter(f -> lacks(f, sum)).mapToLong(f -> f.capacity).sum();
    double room = Math.max(0, config.perSecond() * (TICK_NANOS / 1e9) - waiting.getAsInt());
    boolean stillLacking = false;
    for (Map.Entry<PeerAddress, Flow> entry : flows.entrySet()) {
      if (lacks(entry.getValue(), sum)) {
        grant(entry.getKey(), entry.getValue(), room / lacking, sum);
        stillLacking |= lacks(entry.getValue(), sum);
      }
    }
    if (stillLacking) {
      tick();
    }
  }

  /** Grants what is due: up to a share, or what one tick alone brings, where others leave it. */
  private void grant(PeerAddress neighbor, Flow flow, double perCapacity, long sum) {
    double most = Math.max(share(flow, sum), perCapacity * flow.capacity);
    flow.due = Math.min(most, flow.due + perCapacity * flow.capacity);
    int more = (int) Math.min(flow.due, most - flow.granted);
    if (more > 0) {
      flow.due -= more;
      flow.granted += more;
      tell(neighbor, flow);
    }
  }

  private void tell(PeerAddress neighbor, Flow flow) {
    flow.told = flow.granted;
    host.send(neighbor, new UnstructuredMessage.TokenGrant(config.capacity(), flow.granted));
  }

  private long sumOfCapacities() {
    long sum = 0;
    for (Flow flow : flows.values()) {
      sum += flow.capacity;
    }
    return sum;
  }

  /** A neighbour's share of what may wait here, at least one. */
  private int share(Flow flow, long sumOfCapacities) {
    return (int) Math.max(1, config.waitingMax() * (long) flow.capacity / sumOfCapacities);
  }

  private boolean lacks(Flow flow, long sumOfCapacities) {
    return 2 * flow.granted < Math.max(flow.told, share(flow, sumOfCapacities));
  }
}
