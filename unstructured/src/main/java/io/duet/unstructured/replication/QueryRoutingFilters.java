package io.duet.unstructured.replication;

import io.duet.node.Peer;
import io.duet.rpc.ReplyHandler;
import io.duet.unstructured.index.LeafIndex;
import io.duet.unstructured.message.BloomFilter;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.neighbor.NeighborTable;
import io.duet.unstructured.node.NodeContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges Bloom filters of the indexes with neighbors. A flooded query is not sent to a neighbor
 * on its last hop if the neighbor's filter excludes it, as among the ultrapeers of Gnutella (C.
 * Rohrs, "Query routing for the Gnutella network", 2002). The filter is the first level of an
 * attenuated filter (S. Rhea, J. Kubiatowicz, "Probabilistic location and routing", INFOCOM 2002).
 *
 * <p>Messages in and out: RoutingFilterUpdate, RoutingFilterReply. Invariants: only neighbors'
 * filters are accepted. A refused filter removes the one before it. A filter without a reply is
 * sent again, because an old filter hides new contents.
 */
final class QueryRoutingFilters implements NeighborExchange {
  private static final int HASHES = 4;

  /** The filters that one neighbor and this node have sent to each other. */
  private static final class Exchange {
    private @Nullable BloomFilter held;
    private @Nullable BloomFilter sent;
    private boolean sentAny;
    private boolean sending;
  }

  private final NodeContext context;
  private final NeighborTable links;
  private final LeafIndex index;
  private final Runnable sendLater;
  private final Map<Peer, Exchange> exchanges = new LinkedHashMap<>(4);
  private @Nullable BloomFilter own;
  private long ownVersion = -1;

  /**
   * No filters yet.
   *
   * @param sendLater schedules another call of {@link #update} for all neighbors
   */
  QueryRoutingFilters(
      NodeContext context, NeighborTable links, LeafIndex index, Runnable sendLater) {
    this.context = context;
    this.links = links;
    this.index = index;
    this.sendLater = sendLater;
  }

  /** Whether a neighbor's filter excludes results for these criteria. */
  @Override
  public boolean spares(Peer neighbor, SearchCriteria criteria) {
    Exchange exchange = exchanges.get(neighbor);
    return exchange != null && exchange.held != null && !exchange.held.mayAnswer(criteria);
  }

  @Override
  public void prune() {
    exchanges.keySet().removeIf(peer -> !links.contains(peer));
  }

  @Override
  public void restart(Peer neighbor) {
    exchanges.replace(neighbor, new Exchange());
  }

  @Override
  public boolean hasBegun(Peer neighbor) {
    return exchanges.containsKey(neighbor);
  }

  /** Sends the filter of this node's index to a neighbor, unless it has it. */
  @Override
  public void update(Peer neighbor) {
    Exchange exchange = exchanges.computeIfAbsent(neighbor, peer -> new Exchange());
    BloomFilter filter = own();
    if (!exchange.sending && !isSent(exchange, filter)) {
      exchange.sending = true;
      context.request(
          neighbor,
          id -> new UnstructuredMessage.RoutingFilterUpdate(id, filter),
          ReplyHandler.of(
              (UnstructuredMessage.RoutingFilterReply reply) -> replied(exchange, filter),
              () -> {
                exchange.sending = false;
                sendLater.run();
              }));
    }
  }

  private static boolean isSent(Exchange exchange, @Nullable BloomFilter filter) {
    return exchange.sentAny && Objects.equals(filter, exchange.sent);
  }

  /** The filter of the present index; null when it would be saturated. */
  private @Nullable BloomFilter own() {
    if (ownVersion != index.version()) {
      ownVersion = index.version();
      own = built();
    }
    return own;
  }

  /** Builds the filter, unless the keys alone would saturate it. */
  private @Nullable BloomFilter built() {
    int bits = bits();
    if (HASHES * (long) index.contents() > 2L * bits) {
      return null;
    }
    BloomFilter filter = new BloomFilter(bits, HASHES);
    index.addTo(filter);
    return filter.isSaturated() ? null : filter;
  }

  private int bits() {
    return context.config().search().replication().filterBits();
  }

  /** Notes that the neighbor has replied; a refused filter is not sent again either. */
  private void replied(Exchange exchange, @Nullable BloomFilter filter) {
    exchange.sending = false;
    exchange.sentAny = true;
    exchange.sent = filter;
    if (!isSent(exchange, own())) {
      sendLater.run();
    }
  }

  /** Takes a neighbor's filter; returns why it is refused, or empty. */
  String take(Peer from, UnstructuredMessage.RoutingFilterUpdate message) {
    BloomFilter filter = message.filter();
    if (!links.contains(from)) {
      return "filter of a stranger";
    }
    boolean isNew = !hasBegun(from);
    Exchange exchange = exchanges.computeIfAbsent(from, peer -> new Exchange());
    String refusal = filter == null ? "" : refusal(filter);
    exchange.held = refusal.isEmpty() ? filter : null;
    context.send(
        from, new UnstructuredMessage.RoutingFilterReply(message.requestId(), refusal.isEmpty()));
    if (isNew) {
      update(from);
    }
    return refusal;
  }

  private String refusal(BloomFilter filter) {
    if (filter.bits() != bits() || filter.hashes() != HASHES) {
      return "filter of another shape";
    }
    return filter.isSaturated() ? "saturated filter" : "";
  }
}
