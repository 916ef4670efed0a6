package io.duet.unstructured.replication;

import io.duet.bounded.BoundedMap;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.unstructured.config.ReplicationConfig;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.SearchResults;
import io.duet.unstructured.message.SharedContent;
import io.duet.unstructured.message.TimeToLive;
import io.duet.unstructured.message.UnstructuredMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Caches the providers of hits that passed through this node, which is path replication (Q. Lv et
 * al., "Search and replication in unstructured peer-to-peer networks", ICS 2002, section 5).
 *
 * <p>The rarer a content, the more nodes a walker visits, and each of them caches a provider; the
 * oldest content is evicted first, whether it is used or not. So the number of copies tends to the
 * square root of a content's popularity, with which random search costs least (E. Cohen, S.
 * Shenker, "Replication strategies in unstructured peer-to-peer networks", SIGCOMM 2002). This
 * holds when the bound on contents causes the evictions and walkers are few.
 *
 * <p>Invariants: the number of contents is bounded, and the oldest is evicted first. An entry
 * expires after its lifetime; one from another node's cache expires when it does there, plus the
 * time that the hit travels. Only a confirmation by the provider renews it, so no entry long
 * outlives its provider.
 */
public final class PathCache {
  /** The most queries whose criteria are remembered for their hits. */
  static final int ASKED_MAX = 1 << 12;

  /** The most providers of a content. */
  static final int PROVIDERS_MAX = 4;

  private static final PathCache OFF = new PathCache(0, 0); // never changes
  private static final long MILLI = 1_000_000;

  private final int contentsMax;
  private final long nanos;
  private final BoundedMap<Long, Key> asked = new BoundedMap<>(ASKED_MAX);
  private final BoundedMap<Key, BoundedMap<Peer, Long>> contents;

  /**
   * An empty cache.
   *
   * @param nanos lifetime of an entry in nanoseconds
   */
  PathCache(int contentsMax, long nanos) {
    this.contentsMax = contentsMax;
    this.contents = new BoundedMap<>(contentsMax);
    this.nanos = nanos;
  }

  /** A cache as configured; one for no contents stays empty. */
  static PathCache of(ReplicationConfig config) {
    return config.cacheMax() == 0 ? OFF : new PathCache(config.cacheMax(), config.cacheNanos());
  }

  /** Number of contents. */
  public int size() {
    return contents.entries().size();
  }

  /** The contents with a provider whose entry has not expired. */
  public List<Key> contents(long now) {
    return contents.entries().entrySet().stream()
        .filter(of -> of.getValue().entries().values().stream().anyMatch(until -> until > now))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Notes the key of a query, because its hits do not contain it. */
  public void asked(long query, SearchCriteria criteria) {
    if (contentsMax > 0 && criteria instanceof SearchCriteria.OfKey sought) {
      asked.put(query, sought.key());
    }
  }

  /**
   * Caches the providers that a hit names; those of another node's cached hit for no longer than
   * that node does.
   */
  public void passed(UnstructuredMessage.Hit hit, long now) {
    passed(
        hit,
        now,
        hit instanceof UnstructuredMessage.CachedHit cached
            ? cached.millisLeft() * MILLI
            : Long.MAX_VALUE);
  }

  void passed(UnstructuredMessage.Hit hit, long now, long nanosMax) {
    Key key = asked.get(hit.id());
    if (key != null && nanosMax > 0) {
      hit.found().providers().stream()
          .limit(PROVIDERS_MAX)
          .forEach(provider -> put(key, provider, now + Math.min(nanos, nanosMax)));
    }
  }

  /** Updates the entries of a provider that has confirmed some of the claimed contents. */
  public void confirmed(
      Peer provider, List<SharedContent> claimed, List<SharedContent> offered, long now) {
    claimed.forEach(content -> forget(content.key(), provider));
    offered.forEach(content -> add(content.key(), provider, now));
  }

  /** Caches a provider for the full lifetime. */
  void add(Key key, Peer provider, long now) {
    if (contentsMax > 0) {
      put(key, provider, now + nanos);
    }
  }

  private void put(Key key, Peer provider, long until) {
    BoundedMap<Peer, Long> providers = contents.get(key);
    if (providers == null) { // only a new content evicts one, and is the latest
      providers = new BoundedMap<>(PROVIDERS_MAX);
      contents.put(key, providers);
    }
    Long before = providers.get(provider);
    providers.put(provider, before == null ? until : Math.max(before, until));
  }

  /** The results for a key; none for words. */
  SearchResults results(SearchCriteria criteria, long now) {
    List<Peer> providers =
        criteria instanceof SearchCriteria.OfKey sought ? find(sought.key(), now) : List.of();
    return providers.isEmpty() ? SearchResults.NONE : SearchResults.of(providers);
  }

  /** A hit for a query of another node; null without results. */
  public UnstructuredMessage.@Nullable CachedHit hit(TimeToLive<?> query, long now) {
    SearchResults found = results(query.criteria(), now);
    return found.count() == 0 || !(query.criteria() instanceof SearchCriteria.OfKey sought)
        ? null
        : new UnstructuredMessage.CachedHit(
            query.id(), query.hops(), found, (int) (nanosLeft(sought.key(), now) / MILLI));
  }

  /** The providers of a content whose entries have not expired. */
  List<Peer> find(Key key, long now) {
    BoundedMap<Peer, Long> providers = contents.get(key);
    if (providers == null) {
      return List.of();
    }
    providers.removeIf(until -> until <= now);
    if (providers.isEmpty()) {
      contents.remove(key);
    }
    return new ArrayList<>(providers.entries().keySet());
  }

  /** Nanoseconds until the first entry of a content expires; 0 without entries. */
  long nanosLeft(Key key, long now) {
    BoundedMap<Peer, Long> providers = contents.get(key);
    return providers == null
        ? 0
        : providers.entries().values().stream().mapToLong(until -> until - now).min().orElse(0);
  }

  /** Removes a provider of a content. */
  void forget(Key key, Peer provider) {
    BoundedMap<Peer, Long> providers = contents.get(key);
    if (providers != null && providers.remove(provider) != null && providers.isEmpty()) {
      contents.remove(key);
    }
  }

  /** Removes a provider of all contents. */
  public void forget(Peer provider) {
    contents.removeIf(of -> of.remove(provider) != null && of.isEmpty());
  }
}
