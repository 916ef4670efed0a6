package io.duet.unstructured;

import io.duet.node.Key;
import io.duet.node.PeerAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers for a while who provides the contents whose hits passed here: replication along the
 * path, which gives contents about as many replicas as the square root of their popularity, the
 * best there is for random search (Q. Lv et al., "Search and replication in unstructured
 * peer-to-peer networks", ICS 2002, section 5; E. Cohen, S. Shenker, "Replication strategies in
 * unstructured peer-to-peer networks", SIGCOMM 2002).
 *
 * <p>Invariants: a bounded number of contents, the least recently used is forgotten first; nothing
 * is remembered longer than its time, and what another node remembered is not remembered anew
 * before its provider has confirmed it, so no entry outlives its provider by going round.
 */
final class PathCache {
  /** The most queries whose hits are waited for. */
  static final int ASKED_MAX = 1 << 12;

  /** The most providers of a content that are remembered. */
  static final int PROVIDERS_MAX = 4;

  private final int contentsMax;
  private final long nanos;
  private final Map<Long, Key> asked = new LinkedHashMap<>(2);
  private final Map<Key, Map<PeerAddress, Long>> contents = new LinkedHashMap<>(2, 0.75f, true);

  /**
   * An empty cache.
   *
   * @param nanos nanoseconds for which it remembers
   */
  PathCache(int contentsMax, long nanos) {
    this.contentsMax = contentsMax;
    this.nanos = nanos;
  }

  /** How many contents are remembered. */
  int size() {
    return contents.size();
  }

  /** Notes what a query asked for, because its hits do not say it. */
  void asked(long query, Key key) {
    asked.put(query, key);
    bound(asked, ASKED_MAX);
  }

  /** Remembers the providers that a hit names. */
  void passed(UnstructuredMessage.QueryHit hit, long now) {
    Key key = asked.get(hit.id());
    if (key != null) {
      hit.found().providers().stream()
          .limit(PROVIDERS_MAX)
          .forEach(provider -> add(key, provider, now));
    }
  }

  /** Remembers a provider, as long as its content. */
  void add(Key key, PeerAddress provider, long now) {
    Map<PeerAddress, Long> providers =
        contents.computeIfAbsent(key, sought -> new LinkedHashMap<>(2));
    providers.remove(provider); // the latest stands last
    providers.put(provider, now + nanos);
    bound(providers, PROVIDERS_MAX);
    bound(contents, contentsMax);
  }

  private static <K, V> void bound(Map<K, V> map, int max) {
    if (map.size() > max) {
      map.remove(map.keySet().iterator().next());
    }
  }

  /** The providers of a content that are remembered. */
  List<PeerAddress> find(Key key, long now) {
    Map<PeerAddress, Long> providers = contents.get(key);
    if (providers == null) {
      return List.of();
    }
    providers.values().removeIf(until -> until <= now);
    if (providers.isEmpty()) {
      contents.remove(key);
    }
    return new ArrayList<>(providers.keySet());
  }

  /** Forgets that a peer provides a content. */
  void forget(Key key, PeerAddress provider) {
    Map<PeerAddress, Long> providers = contents.get(key);
    if (providers != null && providers.remove(provider) != null && providers.isEmpty()) {
      contents.remove(key);
    }
  }

  /** Forgets all that a peer provides. */
  void forget(PeerAddress provider) {
    contents.values().removeIf(of -> of.remove(provider) != null && of.isEmpty());
  }
}
