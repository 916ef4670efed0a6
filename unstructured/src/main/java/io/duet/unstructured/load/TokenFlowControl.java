package io.duet.unstructured.load;

import io.duet.node.Peer;
import io.duet.unstructured.config.CapacityDistribution;
import io.duet.unstructured.config.LoadConfig;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.neighbor.NeighborTable;
import io.duet.unstructured.node.NodeContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * Controls the flow of walkers by tokens: a node sends a walker to a neighbor only if it holds a
 * token of that neighbor (Y. Chawathe et al., "Making Gnutella-like P2P systems scalable", SIGCOMM
 * 2003, section 3.3).
 *
 * <p>A node grants tokens at the rate at which it handles queries, minus the queries that wait for
 * its rate limit, in proportion to its neighbors' capacities, which rewards neighbors for
 * announcing theirs. Walkers that wait for tokens do not count: nodes that wait for each other
 * would never grant any.
 *
 * <p>A grant states how many tokens the neighbor holds from now on. So the next grant, sent with
 * the pings, repairs a lost one. A neighbor that sends without tokens gains nothing, because its
 * queries take fair turns.
 *
 * <p>Message in and out: TokenGrant. Timer: {@link #onTick}, only while a neighbor has used more
 * than half of its share. Invariants: only neighbors receive tokens; after each one's first share,
 * this node grants no faster than it handles queries; announced capacities and tokens are bounded.
 */
public final class TokenFlowControl {
  /** The most tokens of one neighbor that a node can hold. */
  static final int TOKENS_MAX = 1 << 14;

  private static final long TICK_NANOS = 100_000_000;

  /** The tokens of one neighbor; before its first grant its capacity and tokens count as 1. */
  private static final class Flow {
    private int capacity = 1;
    private int held = 1;
    private int granted = 1;
    private int sent = 1; // as stated in the last grant
    private double due;
  }

  private final NodeContext context;
  private final NeighborTable links;
  private final LoadConfig config;
  private final IntSupplier waiting;
  private final Map<Peer, Flow> flows = new LinkedHashMap<>(4);
  private boolean ticking;

  /**
   * No tokens yet.
   *
   * @param waiting number of queries of other nodes that wait for the rate limit
   */
  public TokenFlowControl(NodeContext context, NeighborTable links, IntSupplier waiting) {
    this.context = context;
    this.links = links;
    this.config = context.config().load();
    this.waiting = waiting;
  }

  /** The announced capacity of a neighbor, or 1. */
  public int capacity(Peer neighbor) {
    Flow flow = flows.get(neighbor);
    return flow == null ? 1 : flow.capacity;
  }

  /** Uses a token of a neighbor; false without one. */
  public boolean use(Peer neighbor) {
    Flow flow = flows.computeIfAbsent(neighbor, key -> new Flow());
    boolean holds = flow.held > 0;
    flow.held -= holds ? 1 : 0;
    return holds;
  }

  /** Whether this node holds a token of any neighbor. */
  public boolean holdsAny() {
    for (Peer neighbor : links.neighbors()) {
      Flow flow = flows.get(neighbor);
      if (flow == null || flow.held > 0) {
        return true;
      }
    }
    return false;
  }

  /** Takes a grant of a neighbor; returns why it is refused, or empty. */
  public String take(Peer from, UnstructuredMessage.TokenGrant grant) {
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

  /** Grants a new neighbor its first share. */
  public void greet(Peer neighbor) {
    if (links.contains(neighbor)) {
      Flow flow = flows.computeIfAbsent(neighbor, key -> new Flow());
      flow.granted = share(flow, sumOfCapacities());
      sendGrant(neighbor, flow);
    }
  }

  /** Repeats the grants of all neighbors; called with the pings. */
  public void maintain() {
    flows.keySet().removeIf(peer -> !links.contains(peer));
    for (Peer neighbor : links.neighbors()) {
      Flow flow = flows.get(neighbor);
      if (flow == null) {
        greet(neighbor);
      } else {
        flow.granted = Math.min(flow.granted, share(flow, sumOfCapacities()));
        sendGrant(neighbor, flow);
      }
    }
  }

  /** Notes that a neighbor has used a token. */
  public void countArrival(Peer neighbor) {
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
    context.after(this::onTick, TICK_NANOS);
  }

  /** Grants tokens for what this node can handle until the next tick. */
  private void onTick() {
    ticking = false;
    long sum = sumOfCapacities();
    long lacking =
        flows.values().stream().filter(f -> lacks(f, sum)).mapToLong(f -> f.capacity).sum();
    double room = Math.max(0, config.perSecond() * (TICK_NANOS / 1e9) - waiting.getAsInt());
    boolean stillLacking = false;
    for (Map.Entry<Peer, Flow> entry : flows.entrySet()) {
      if (lacks(entry.getValue(), sum)) {
        grant(entry.getKey(), entry.getValue(), room / lacking, sum);
        stillLacking |= lacks(entry.getValue(), sum);
      }
    }
    if (stillLacking) {
      tick();
    }
  }

  /** Grants the tokens that are due, up to the share or the amount of one tick. */
  private void grant(Peer neighbor, Flow flow, double perCapacity, long sum) {
    double max = Math.max(share(flow, sum), perCapacity * flow.capacity);
    flow.due = Math.min(max, flow.due + perCapacity * flow.capacity);
    int more = (int) Math.min(flow.due, max - flow.granted);
    if (more > 0) {
      flow.due -= more;
      flow.granted += more;
      sendGrant(neighbor, flow);
    }
  }

  private void sendGrant(Peer neighbor, Flow flow) {
    flow.sent = flow.granted;
    context.send(neighbor, new UnstructuredMessage.TokenGrant(config.capacity(), flow.granted));
  }

  private long sumOfCapacities() {
    long sum = 0;
    for (Flow flow : flows.values()) {
      sum += flow.capacity;
    }
    return sum;
  }

  /** A neighbor's share of the queue for the rate limit, at least 1. */
  private int share(Flow flow, long sumOfCapacities) {
    return (int) Math.max(1, config.waitingMax() * (long) flow.capacity / sumOfCapacities);
  }

  private boolean lacks(Flow flow, long sumOfCapacities) {
    return 2 * flow.granted < Math.max(flow.sent, share(flow, sumOfCapacities));
  }
}
