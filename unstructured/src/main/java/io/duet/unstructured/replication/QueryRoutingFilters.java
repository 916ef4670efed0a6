package io.duet.unstructured.replication;

import io.duet.node.PeerAddress;
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
 * The filters that neighbours tell each other of their indexes: a flooded query that would end at a
 * neighbour is not sent to it when its filter excludes the question, as among the ultrapeers of
 * Gnutella (C. Rohrs, "Query routing for the Gnutella network", 2002); it is the first level of an
 * attenuated filter (S. Rhea, J. Kubiatowicz, "Probabilistic location and routing", INFOCOM 2002).
 *
 * <p>Messages in and out: Filter, FilterTaken. Invariants: only neighbours tell filters; one that
 * is saturated or of another shape is not kept, nor the one before it; a filter that is not
 * acknowledged is told again, because an old one would hide what came since.
 */
final class QueryRoutingFilters {
  private static final int HASHES = 4;

  /** What one neighbour and this node have told each other. */
  private static final class Exchange {
    private @Nullable BloomFilter held;
    private @Nullable BloomFilter told;
    private boolean toldAny;
    private boolean sending;
  }

  private final NodeContext context;
  private final NeighborTable links;
  private final LeafIndex index;
  private final Runnable tellLater;
  private final Map<PeerAddress, Exchange> exchanges = new LinkedHashMap<>(4);
  private @Nullable BloomFilter own;
  private long ownVersion = -1;

  /**
   * No filters yet.
   *
   * @param tellLater has {@link #tell} called again for all neighbours
   */
  QueryRoutingFilters(
      NodeContext context, NeighborTable links, LeafIndex index, Runnable tellLater) {
    this.context = context;
    this.links = links;
    this.index = index;
    this.tellLater = tellLater;
  }

  /** Whether a neighbour has nothing for a question, by its own word. */
  boolean exclude(PeerAddress neighbor, SearchCriteria question) {
    Exchange exchange = exchanges.get(neighbor);
    return exchange != null && exchange.held != null && !exchange.held.mayAnswer(question);
  }

  /** Forgets those that are neighbours no more. */
  void prune() {
    exchanges.keySet().removeIf(peer -> !links.contains(peer));
  }

  /** Forgets what was told to a neighbour, and what it told. */
  void restart(PeerAddress neighbor) {
    exchanges.replace(neighbor, new Exchange());
  }

  boolean knows(PeerAddress peer) {
    return exchanges.containsKey(peer);
  }

  // --- this node's own filter

  /** Tells a neighbour the filter of this node's index, unless it knows it. */
  void tell(PeerAddress neighbor) {
    Exchange exchange = exchanges.computeIfAbsent(neighbor, peer -> new Exchange());
    BloomFilter filter = own();
    if (!exchange.sending && !isTold(exchange, filter)) {
      exchange.sending = true;
      context
          .requests()
          .send(
              neighbor,
              id -> new UnstructuredMessage.RoutingFilterUpdate(id, filter),
              context.once(),
              ReplyHandler.of(
                  (UnstructuredMessage.RoutingFilterReply reply) -> told(exchange, filter),
                  () -> notTold(exchange)));
    }
  }

  private static boolean isTold(Exchange exchange, @Nullable BloomFilter filter) {
    return exchange.toldAny && Objects.equals(filter, exchange.told);
  }

  /** The filter of all that is indexed now; null when it would be saturated. */
  private @Nullable BloomFilter own() {
    if (ownVersion != index.version()) {
      ownVersion = index.version();
      own = built();
    }
    return own;
  }

  /** Does not begin to build what so many keys alone would saturate. */
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

  /** The neighbour has the filter; one that it refused would be refused again. */
  private void told(Exchange exchange, @Nullable BloomFilter filter) {
    exchange.sending = false;
    exchange.toldAny = true;
    exchange.told = filter;
    if (!isTold(exchange, own())) {
      tellLater.run();
    }
  }

  private void notTold(Exchange exchange) {
    exchange.sending = false;
    tellLater.run();
  }

  // --- the filters of neighbours

  /** Takes a neighbour's filter; why not, or empty. */
  String take(PeerAddress from, UnstructuredMessage.RoutingFilterUpdate message) {
    BloomFilter filter = message.filter();
    if (!links.contains(from)) {
      return "filter of a stranger";
    }
    boolean isNew = !knows(from);
    Exchange exchange = exchanges.computeIfAbsent(from, peer -> new Exchange());
    String refusal = filter == null ? "" : refusal(filter);
    exchange.held = refusal.isEmpty() ? filter : null;
    context
        .host()
        .send(
            from,
            new UnstructuredMessage.RoutingFilterReply(message.requestId(), refusal.isEmpty()));
    if (isNew) {
      tell(from);
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
