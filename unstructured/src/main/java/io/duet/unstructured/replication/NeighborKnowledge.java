package io.duet.unstructured.replication;

import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.node.Timer;
import io.duet.unstructured.config.ReplicationConfig;
import io.duet.unstructured.index.LeafIndex;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.SearchResults;
import io.duet.unstructured.message.SharedContent;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.neighbor.NeighborTable;
import io.duet.unstructured.node.NodeContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges routing filters and one-hop indexes with neighbors, and caches providers of hits that
 * passed through this node; the settings enable each of them.
 *
 * <p>Messages in and out: RoutingFilterUpdate, IndexUpdate, and their replies. Timer: {@link Due},
 * which sends changes to neighbors at most once per ping period. Invariant: where hits are
 * verified, this knowledge alone makes no result.
 */
public final class NeighborKnowledge {
  private static final long GATHER_NANOS = 100_000_000; // changes come in bursts
  private static final long MILLI = 1_000_000;
  private static final long PERIOD_MAX_NANOS = 30_000_000_000L;

  /** Fires when changes are to be sent to the neighbors. */
  public record Due(NeighborKnowledge hearsay) implements Timer {}

  private final NodeContext context;
  private final NeighborTable links;
  private final LeafIndex index;
  private final @Nullable QueryRoutingFilters filters;
  private final @Nullable OneHopIndex oneHopIndex;
  private final @Nullable PathCache cache;
  private final Map<Peer, OneHopIndexFeed> feeds = new LinkedHashMap<>(0);
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
            ? new OneHopIndex(links, context.host().random(), LeafIndex.ENTRIES_MAX)
            : null;
    this.cache =
        config.cacheMax() > 0 ? new PathCache(config.cacheMax(), config.cacheNanos()) : null;
  }

  /** Sends changes to neighbors from now on; before this call a node's timers do not fire. */
  public void begin() {
    if (isEnabled()) {
      index.whenChanged(this::changed);
    }
    maintain();
  }

  private boolean isEnabled() {
    return filters != null || oneHopIndex != null;
  }

  @Nullable OneHopIndex pointers() {
    return oneHopIndex;
  }

  public @Nullable PathCache cache() {
    return cache;
  }

  /** Number of entries of the one-hop index. */
  public int entries() {
    return oneHopIndex == null ? 0 : oneHopIndex.entries();
  }

  /** Number of contents in the path cache. */
  public int remembered() {
    return cache == null ? 0 : cache.size();
  }

  /** All results that this node knows, for a query of its own. */
  public SearchResults find(SearchCriteria criteria, int wanted) {
    SearchResults found = find(criteria, wanted, true);
    return found.count() > 0 ? found : remembered(criteria);
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

  /** The providers in the path cache. */
  SearchResults remembered(SearchCriteria criteria) {
    List<Peer> providers =
        cache != null && criteria instanceof SearchCriteria.OfKey sought
            ? cache.find(sought.key(), now())
            : List.of();
    return providers.isEmpty() ? SearchResults.NONE : SearchResults.of(providers);
  }

  /** A hit from the path cache for a query of another node, or null. */
  public UnstructuredMessage.@Nullable CachedHit cachedHit(
      long id, int hops, SearchCriteria criteria) {
    SearchResults found = remembered(criteria);
    return found.count() == 0 || cache == null || !(criteria instanceof SearchCriteria.OfKey sought)
        ? null
        : new UnstructuredMessage.CachedHit(
            id, hops, found, (int) (cache.nanosLeft(sought.key(), now()) / MILLI));
  }

  /** Whether a query that would end at a neighbor need not be sent to it. */
  public boolean spares(Peer neighbor, SearchCriteria criteria) {
    return (oneHopIndex != null && oneHopIndex.isWhole(neighbor))
        || (filters != null && filters.exclude(neighbor, criteria));
  }

  /** Notes the criteria of a query whose hits may pass through this node. */
  public void asked(long query, SearchCriteria criteria) {
    if (cache != null && criteria instanceof SearchCriteria.OfKey sought) {
      cache.asked(query, sought.key());
    }
  }

  /** Caches the providers of a hit that passes through this node. */
  public void passed(UnstructuredMessage.QueryHit hit) {
    if (cache != null) {
      cache.passed(hit, now(), Long.MAX_VALUE);
    }
  }

  /** Caches the providers of another node's cached hit, for no longer than that node does. */
  public void passed(UnstructuredMessage.CachedHit hit) {
    if (cache != null) {
      cache.passed(hit.asHit(), now(), hit.millisLeft() * MILLI);
    }
  }

  /** Updates the path cache with the result of a hit verification. */
  public void confirmed(Peer provider, List<SharedContent> claimed, List<SharedContent> offered) {
    if (cache != null) {
      claimed.forEach(content -> cache.forget(content.key(), provider));
      offered.forEach(content -> cache.add(content.key(), provider, now()));
    }
  }

  /** Removes a dead peer from the path cache. */
  public void forget(Peer peer) {
    if (cache != null) {
      cache.forget(peer);
    }
  }

  private long now() {
    return context.host().nowNanos();
  }

  /**
   * Sends everything to a new neighbor at once; to one that requests the same link again with the
   * next changes, so that repeated requests cause no extra traffic.
   */
  public void onLinked(Peer peer) {
    if (!isEnabled() || !links.contains(peer)) {
      return;
    } else if (isNew(peer)) {
      update(peer);
    } else {
      restart(peer);
      changed();
    }
  }

  private void restart(Peer peer) {
    if (filters != null) {
      filters.restart(peer);
    }
    if (oneHopIndex != null) {
      oneHopIndex.forget(peer);
      feeds.replace(peer, new OneHopIndexFeed(context, index, peer, this::changed));
    }
  }

  private void update(Peer neighbor) {
    if (filters != null) {
      filters.send(neighbor);
    }
    if (oneHopIndex != null) {
      feeds
          .computeIfAbsent(
              neighbor, peer -> new OneHopIndexFeed(context, index, peer, this::changed))
          .update();
    }
  }

  /** Drops former neighbors, and sends everything to new ones; called with the pings. */
  public void maintain() {
    if (filters != null) {
      filters.prune();
    }
    if (oneHopIndex != null) {
      oneHopIndex.prune();
      feeds.keySet().removeIf(peer -> !links.contains(peer));
    }
    if (isEnabled()) {
      links.neighbors().stream().filter(this::isNew).forEach(this::update);
    }
  }

  private boolean isNew(Peer neighbor) {
    return (filters != null && !filters.knows(neighbor))
        || (oneHopIndex != null && !feeds.containsKey(neighbor));
  }

  /** Schedules an update of the neighbors. */
  private void changed() {
    if (!due) {
      due = true;
      long period = Math.min(context.config().pingNanos(), PERIOD_MAX_NANOS);
      long wait = Math.max(GATHER_NANOS, updatedAt + period - now());
      context.host().setTimer(new Due(this), wait);
    }
  }

  public void onDue() {
    due = false;
    updatedAt = now();
    links.neighbors().forEach(this::update);
  }

  /** Takes an update of a neighbor; false when it is another message. */
  public boolean onMessage(Peer from, Message message) {
    if (message instanceof UnstructuredMessage.RoutingFilterUpdate filter) {
      refuse(from, filters == null ? "filter without use" : filters.take(from, filter));
    } else if (message instanceof UnstructuredMessage.IndexUpdate update) {
      refuse(from, oneHopIndex == null ? "pointers without use" : take(oneHopIndex, from, update));
    } else {
      return false;
    }
    return true;
  }

  private void refuse(Peer from, String refusal) {
    if (!refusal.isEmpty()) {
      context.refuse(from, refusal);
    }
  }

  private String take(OneHopIndex table, Peer from, UnstructuredMessage.IndexUpdate update) {
    if (!links.contains(from)) {
      return "pointers of a stranger";
    }
    boolean accepted = table.take(from, update);
    context
        .host()
        .send(
            from,
            new UnstructuredMessage.IndexUpdateAck(
                update.requestId(), accepted, table.digests(from, update.lots())));
    if (isNew(from)) {
      update(from);
    }
    return accepted ? "" : "too many pointers";
  }
}
