package io.duet.unstructured.replication;

import io.duet.node.Message;
import io.duet.node.NodeEvent;
import io.duet.node.PeerAddress;
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
 * Replicates hints about contents among neighbours: routing filters, one-hop indexes, and a cache
 * of providers that were found through this node; each as far as the settings say.
 *
 * <p>Messages in and out: Filter, Pointers, and their replies. Timer: {@link Due}, when neighbours
 * are to be told a change: at most once a ping period. Invariant: none of it makes a result where
 * hits are confirmed.
 */
public final class NeighborKnowledge {
  private static final long GATHER_NANOS = 100_000_000; // changes come in bursts
  private static final long MILLI = 1_000_000;
  private static final long PERIOD_MAX_NANOS = 30_000_000_000L;

  /** Rings when neighbours are to be told what has changed. */
  public record Due(NeighborKnowledge hearsay) implements Timer {}

  private final NodeContext context;
  private final NeighborTable links;
  private final LeafIndex index;
  private final @Nullable QueryRoutingFilters filters;
  private final @Nullable OneHopIndex pointers;
  private final @Nullable PathCache cache;
  private final Map<PeerAddress, OneHopIndexFeed> feeds = new LinkedHashMap<>(0);
  private boolean due;
  private long toldAt;

  /** Knows nothing yet. */
  public NeighborKnowledge(NodeContext context, NeighborTable links, LeafIndex index) {
    ReplicationConfig config = context.config().search().replication();
    this.context = context;
    this.links = links;
    this.index = index;
    this.filters =
        config.filters() ? new QueryRoutingFilters(context, links, index, this::changed) : null;
    this.pointers =
        config.pointers()
            ? new OneHopIndex(links, context.host().random(), LeafIndex.ENTRIES_MAX)
            : null;
    this.cache =
        config.cacheMax() > 0 ? new PathCache(config.cacheMax(), config.cacheNanos()) : null;
  }

  /** Tells neighbours of changes from now on: before it runs, a node's alarms go unheard. */
  public void begin() {
    if (tells()) {
      index.whenChanged(this::changed);
    }
    maintain();
  }

  private boolean tells() {
    return filters != null || pointers != null;
  }

  @Nullable OneHopIndex pointers() {
    return pointers;
  }

  public @Nullable PathCache cache() {
    return cache;
  }

  /** How many entries neighbours have handed over. */
  public int entries() {
    return pointers == null ? 0 : pointers.entries();
  }

  /** How many contents are remembered that were found through this node. */
  public int remembered() {
    return cache == null ? 0 : cache.size();
  }

  // --- what is found

  /** All that this node could say to a question of its own. */
  public SearchResults find(SearchCriteria question, int wanted) {
    SearchResults found = find(question, wanted, true);
    return found.count() > 0 ? found : remembered(question);
  }

  /**
   * What this node can say to a question of another.
   *
   * @param ofNeighbors whether it speaks for its neighbours too
   */
  public SearchResults find(SearchCriteria question, int wanted, boolean ofNeighbors) {
    SearchResults found = index.find(question, wanted);
    return ofNeighbors && pointers != null ? pointers.find(question, wanted, found) : found;
  }

  /** The providers that were found through this node lately. */
  SearchResults remembered(SearchCriteria question) {
    List<PeerAddress> providers =
        cache != null && question instanceof SearchCriteria.OfKey sought
            ? cache.find(sought.key(), now())
            : List.of();
    return providers.isEmpty() ? SearchResults.NONE : SearchResults.of(providers);
  }

  /** What this node remembers as a hit for a query of another; null when it is nothing. */
  public UnstructuredMessage.@Nullable CachedHit cachedHit(
      long id, int hops, SearchCriteria question) {
    SearchResults found = remembered(question);
    return found.count() == 0 || cache == null || !(question instanceof SearchCriteria.OfKey sought)
        ? null
        : new UnstructuredMessage.CachedHit(
            id, hops, found, (int) (cache.nanosLeft(sought.key(), now()) / MILLI));
  }

  /** Whether a neighbour at which a query would end can be spared it. */
  public boolean spares(PeerAddress neighbor, SearchCriteria question) {
    return (pointers != null && pointers.isWhole(neighbor))
        || (filters != null && filters.exclude(neighbor, question));
  }

  // --- what is remembered

  /** Notes a query whose hits will pass here. */
  public void asked(long query, SearchCriteria question) {
    if (cache != null && question instanceof SearchCriteria.OfKey sought) {
      cache.asked(query, sought.key());
    }
  }

  /** Notes a hit that passes here. */
  public void passed(UnstructuredMessage.QueryHit hit) {
    if (cache != null) {
      cache.passed(hit, now(), Long.MAX_VALUE);
    }
  }

  /** Notes what another remembers and tells, for no longer than the other does. */
  public void passed(UnstructuredMessage.CachedHit hit) {
    if (cache != null) {
      cache.passed(hit.asHit(), now(), hit.millisLeft() * MILLI);
    }
  }

  /** Notes what a provider said itself of what was claimed. */
  public void confirmed(
      PeerAddress provider, List<SharedContent> claimed, List<SharedContent> offered) {
    if (cache != null) {
      claimed.forEach(content -> cache.forget(content.key(), provider));
      offered.forEach(content -> cache.add(content.key(), provider, now()));
    }
  }

  /** Forgets a peer that is gone. */
  public void forget(PeerAddress peer) {
    if (cache != null) {
      cache.forget(peer);
    }
  }

  private long now() {
    return context.host().nowNanos();
  }

  // --- what is told

  /**
   * Tells all to a peer that has become a neighbour, and knows nothing then: at once, or with the
   * next change when it asks for the same link again, so that asking often brings nothing.
   */
  public void onLinked(PeerAddress peer) {
    if (!tells() || !links.contains(peer)) {
      return;
    } else if (isNew(peer)) {
      tell(peer);
    } else {
      restart(peer);
      changed();
    }
  }

  private void restart(PeerAddress peer) {
    if (filters != null) {
      filters.restart(peer);
    }
    if (pointers != null) {
      pointers.forget(peer);
      feeds.replace(peer, new OneHopIndexFeed(context, index, peer, this::changed));
    }
  }

  private void tell(PeerAddress neighbor) {
    if (filters != null) {
      filters.tell(neighbor);
    }
    if (pointers != null) {
      feeds
          .computeIfAbsent(
              neighbor, peer -> new OneHopIndexFeed(context, index, peer, this::changed))
          .tell();
    }
  }

  /** Forgets who is no neighbour, and tells all to who is one now; to be called with the pings. */
  public void maintain() {
    if (filters != null) {
      filters.prune();
    }
    if (pointers != null) {
      pointers.prune();
      feeds.keySet().removeIf(peer -> !links.contains(peer));
    }
    if (tells()) {
      links.neighbors().stream().filter(this::isNew).forEach(this::tell);
    }
  }

  private boolean isNew(PeerAddress neighbor) {
    return (filters != null && !filters.knows(neighbor))
        || (pointers != null && !feeds.containsKey(neighbor));
  }

  /** Neighbours are to be told something soon. */
  private void changed() {
    if (!due) {
      due = true;
      long period = Math.min(context.config().pingNanos(), PERIOD_MAX_NANOS);
      long wait = Math.max(GATHER_NANOS, toldAt + period - now());
      context.host().setTimer(new Due(this), wait);
    }
  }

  public void onDue() {
    due = false;
    toldAt = now();
    links.neighbors().forEach(this::tell);
  }

  /** Takes a message of a neighbour; false when it is of another kind. */
  public boolean onMessage(PeerAddress from, Message message) {
    if (message instanceof UnstructuredMessage.RoutingFilterUpdate filter) {
      refuse(from, filters == null ? "filter without use" : filters.take(from, filter));
    } else if (message instanceof UnstructuredMessage.IndexUpdate told) {
      refuse(from, pointers == null ? "pointers without use" : take(pointers, from, told));
    } else {
      return false;
    }
    return true;
  }

  private void refuse(PeerAddress from, String refusal) {
    if (!refusal.isEmpty()) {
      context.host().emit(new NodeEvent.MessageRefused(from, refusal));
    }
  }

  private String take(OneHopIndex table, PeerAddress from, UnstructuredMessage.IndexUpdate told) {
    if (!links.contains(from)) {
      return "pointers of a stranger";
    }
    boolean accepted = table.take(from, told);
    context
        .host()
        .send(
            from,
            new UnstructuredMessage.IndexUpdateAck(
                told.requestId(), accepted, table.digests(from, told.lots())));
    if (isNew(from)) {
      tell(from);
    }
    return accepted ? "" : "too many pointers";
  }
}
