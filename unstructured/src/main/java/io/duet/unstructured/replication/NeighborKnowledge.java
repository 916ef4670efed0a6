package io.duet.unstructured.replication;

import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.unstructured.config.ReplicationConfig;
import io.duet.unstructured.index.LeafIndex;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.SearchResults;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.neighbor.NeighborTable;
import io.duet.unstructured.node.NodeContext;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges routing filters and one-hop indexes with neighbors, and caches providers of hits that
 * passed through this node; the settings enable each of them.
 *
 * <p>Messages in and out: RoutingFilterUpdate, IndexUpdate, and their replies. Timer: {@link
 * #onDue} sends changes to neighbors, at most once per ping period. Invariant: where hits are
 * verified, this knowledge alone makes no result.
 */
public final class NeighborKnowledge {
  private static final long GATHER_NANOS = 100_000_000; // changes come in bursts
  private static final long PERIOD_MAX_NANOS = 30_000_000_000L;

  private final NodeContext context;
  private final NeighborTable links;
  private final LeafIndex index;
  private final @Nullable QueryRoutingFilters filters;
  private final @Nullable OneHopIndex oneHopIndex;
  private final List<NeighborExchange> exchanges; // those of both that are enabled
  private final PathCache cache;
  private boolean due;
  private long updatedAt;

  /** No knowledge yet. */
  public NeighborKnowledge(NodeContext context, NeighborTable links, LeafIndex index) {
    ReplicationConfig config = context.config().search().replication();
    this.context = context;
    this.links = links;
    this.index = index;
    this.filters =
        config.filters() ? new QueryRoutingFilters(context, links, index, this::changed) : null;
    this.oneHopIndex =
        config.pointers()
            ? new OneHopIndex(context, links, index, this::changed, LeafIndex.ENTRIES_MAX)
            : null;
    this.exchanges =
        Stream.<@Nullable NeighborExchange>of(filters, oneHopIndex)
            .filter(Objects::nonNull)
            .toList();
    this.cache = PathCache.of(config);
  }

  /** Sends changes to neighbors from now on; before this call a node's timers do not fire. */
  public void begin() {
    if (!exchanges.isEmpty()) {
      index.whenChanged(this::changed);
    }
    maintain();
  }

  @Nullable OneHopIndex pointers() {
    return oneHopIndex;
  }

  /** The providers of hits that passed through this node. */
  public PathCache cache() {
    return cache;
  }

  /** Number of entries of the one-hop index. */
  public int entries() {
    return oneHopIndex == null ? 0 : oneHopIndex.entries();
  }

  /** All results that this node knows, for a query of its own. */
  public SearchResults find(SearchCriteria criteria, int wanted) {
    SearchResults found = find(criteria, wanted, true);
    return found.count() > 0 ? found : cache.results(criteria, context.nowNanos());
  }

  /**
   * The results that this node knows, for a query of another node.
   *
   * @param ofNeighbors whether it answers for its neighbors too
   */
  public SearchResults find(SearchCriteria criteria, int wanted, boolean ofNeighbors) {
    SearchResults found = index.find(criteria, wanted);
    return ofNeighbors && oneHopIndex != null ? oneHopIndex.find(criteria, wanted, found) : found;
  }

  /** Whether a query that would end at a neighbor need not be sent to it. */
  public boolean spares(Peer neighbor, SearchCriteria criteria) {
    for (NeighborExchange exchange : exchanges) {
      if (exchange.spares(neighbor, criteria)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Sends everything to a new neighbor at once; to one that requests the same link again with the
   * next changes, so that repeated requests cause no extra traffic.
   */
  public void onLinked(Peer peer) {
    if (exchanges.isEmpty() || !links.contains(peer)) {
      return;
    } else if (isNew(peer)) {
      update(peer);
    } else {
      exchanges.forEach(exchange -> exchange.restart(peer));
      changed();
    }
  }

  private void update(Peer neighbor) {
    exchanges.forEach(exchange -> exchange.update(neighbor));
  }

  /** Drops former neighbors, and sends everything to new ones; called with the pings. */
  public void maintain() {
    if (!exchanges.isEmpty()) {
      exchanges.forEach(NeighborExchange::prune);
      links.neighbors().stream().filter(this::isNew).forEach(this::update);
    }
  }

  private boolean isNew(Peer neighbor) {
    return exchanges.stream().anyMatch(exchange -> !exchange.hasBegun(neighbor));
  }

  /** Schedules an update of the neighbors. */
  private void changed() {
    if (!due) {
      due = true;
      long period = Math.min(context.config().pingNanos(), PERIOD_MAX_NANOS);
      long wait = Math.max(GATHER_NANOS, updatedAt + period - context.nowNanos());
      context.after(this::onDue, wait);
    }
  }

  private void onDue() {
    due = false;
    updatedAt = context.nowNanos();
    links.neighbors().forEach(this::update);
  }

  /** Ends the updates of neighbors, because this node's role ends. */
  public void end() {
    due = true; // no further timer
  }

  /** Takes an update of a neighbor; false when it is another message. */
  public boolean onMessage(Peer from, Message message) {
    if (message instanceof UnstructuredMessage.RoutingFilterUpdate filter) {
      context.refuse(from, filters == null ? "filter without use" : filters.take(from, filter));
    } else if (message instanceof UnstructuredMessage.IndexUpdate update) {
      context.refuse(
          from, oneHopIndex == null ? "one-hop index without use" : oneHopIndex.take(from, update));
      if (oneHopIndex != null && links.contains(from) && isNew(from)) {
        update(from);
      }
    } else {
      return false;
    }
    return true;
  }
}
