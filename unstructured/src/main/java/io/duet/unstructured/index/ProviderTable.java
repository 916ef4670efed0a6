package io.duet.unstructured.index;

import io.duet.node.Peer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The providers of an index by peer and by number, each with its contents. */
final class ProviderTable {

  /** A provider with at least one content. */
  static final class Provider {
    final Peer peer;
    final int number;
    final HybridIntSet contents = new HybridIntSet();
    int digest;

    private Provider(Peer peer, int number) {
      this.peer = peer;
      this.number = number;
    }
  }

  private final Map<Peer, Provider> byPeer = new LinkedHashMap<>(2);
  private final IdAllocator numbers = new IdAllocator();
  private @Nullable Provider[] byNumber = new Provider[0];

  @Nullable Provider get(Peer peer) {
    return byPeer.get(peer);
  }

  @SuppressWarnings("NullAway") // an allocated number has a provider
  Provider get(int number) {
    return byNumber[number];
  }

  Provider getOrAdd(Peer peer) {
    Provider known = byPeer.get(peer);
    return known != null ? known : add(new Provider(peer, numbers.take()));
  }

  private Provider add(Provider provider) {
    if (provider.number == byNumber.length) {
      byNumber = Arrays.copyOf(byNumber, IdAllocator.grown(provider.number));
    }
    byNumber[provider.number] = provider;
    byPeer.put(provider.peer, provider);
    return provider;
  }

  void remove(Provider provider) {
    byPeer.remove(provider.peer);
    byNumber[provider.number] = null;
    numbers.giveBack(provider.number);
  }
}
