package io.duet.unstructured.replication;

import io.duet.bounded.BoundedMap;
import io.duet.node.Key;
import io.duet.node.PeerAddress;
import io.duet.unstructured.message.UnstructuredMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Remembers for a while who provides the contents whose hits passed here: replication along the
 * path. A walker visits the more nodes the fewer copies there are, and each of them keeps one;
 * copies are forgotten in the order in which they came, whether they are used or not. So a content
 * has copies in proportion to the root of its popularity, with which random search costs least
 * (where the bound on contents is what makes nodes forget, and walkers are few: many of them find
 * popular contents at once, and each leaves copies behind; Q. Lv et al., "Search and replication in
 * unstructured peer-to-peer networks", ICS 2002, section 5; E. Cohen, S. Shenker, "Replication
 * strategies in unstructured peer-to-peer networks", SIGCOMM 2002).
 *
 * <p>Invariants: a bounded number of contents, the one that came first is forgotten first; nothing
 * is remembered longer than its time, and what another node remembers no longer than there (but for
 * the time that the hit is under way, no longer than its query was), until its provider has
 * confirmed it: so no entry outlives its provider for long by going round.
 */
public final class PathCache {
  /** The most queries whose hits are waited for. */
  static final int ASKED_MAX = 1 << 12;

  /** The most providers of a content that are remembered. */
  static final int PROVIDERS_MAX = 4;

  private final long nanos;
  private final BoundedMap<Long, Key> asked = new BoundedMap<>(ASKED_MAX);
  private final BoundedMap<Key, BoundedMap<PeerAddress, Long>> contents;

  /**
   * An empty cache.
   *
   * @param nanos nanoseconds for which it remembers
   */
  PathCache(int contentsMax, long nanos) {
    this.contents = new BoundedMap<>(contentsMax);
    this.nanos = nanos;
  }

  /** How many contents are remembered. */
  int size() {
    return contents.entries().size();
  }

  /** The contents of which a provider is remembered. */
  public List<Key> contents(long now) {
    return contents.entries().entrySet().stream()
        .filter(of -> of.getValue().entries().values().stream().anyMatch(until -> until > now))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Notes what a query asked for, because its hits do not say it. */
  void asked(long query, Key key) {
    asked.put(query, key);
  }

  /** Remembers the providers that a hit names, at most for so many nanoseconds. */
  void passed(UnstructuredMessage.QueryHit hit, long now, long nanosMax) {
    Key key = asked.get(hit.id());
    if (key != null && nanosMax > 0) {
      hit.found().providers().stream()
          .limit(PROVIDERS_MAX)
          .forEach(provider -> remember(key, provider, now + Math.min(nanos, nanosMax)));
    }
  }

  /** Remembers a provider for the full time. */
  void add(Key key, PeerAddress provider, long now) {
    remember(key, provider, now + nanos);
  }

  private void remember(Key key, PeerAddress provider, long until) {
    BoundedMap<PeerAddress, Long> providers = contents.get(key);
    if (providers == null) { // only a new content evicts one, and is the latest
      providers = new BoundedMap<>(PROVIDERS_MAX);
      contents.put(key, providers);
    }
    Long before = providers.get(provider);
    providers.put(provider, before == null ? until : Math.max(before, until));
  }

  /** The providers of a content that are remembered. */
  List<PeerAddress> find(Key key, long now) {
    BoundedMap<PeerAddress, Long> providers = contents.get(key);
    if (providers == null) {
      return List.of();
    }
    providers.removeIf(until -> until <= now);
    if (providers.isEmpty()) {
      contents.remove(key);
    }
    return new ArrayList<>(providers.entries().keySet());
  }

  /** Nanoseconds for which all providers of a content are remembered still; 0 when none is. */
  long nanosLeft(Key key, long now) {
    BoundedMap<PeerAddress, Long> providers = contents.get(key);
    return providers == null
        ? 0
        : providers.entries().values().stream().mapToLong(until -> until - now).min().orElse(0);
  }

  /** Forgets that a peer provides a content. */
  void forget(Key key, PeerAddress provider) {
    BoundedMap<PeerAddress, Long> providers = contents.get(key);
    if (providers != null && providers.remove(provider) != null && providers.isEmpty()) {
      contents.remove(key);
    }
  }

  /** Forgets all that a peer provides. */
  void forget(PeerAddress provider) {
    contents.removeIf(of -> of.remove(provider) != null && of.isEmpty());
  }
}
