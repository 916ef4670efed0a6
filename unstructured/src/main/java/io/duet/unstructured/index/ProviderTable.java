package io.duet.unstructured.index;

import io.duet.node.PeerAddress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The providers of an index by address and by number, each with what it has registered. */
final class ProviderTable {

  /** A provider that has registered something. */
  static final class Provider {
    final PeerAddress address;
    final int number;
    final HybridIntSet contents = new HybridIntSet();
    int digest;

    private Provider(PeerAddress address, int number) {
      this.address = address;
      this.number = number;
    }
  }

  private final Map<PeerAddress, Provider> byAddress = new LinkedHashMap<>(2);
  private final IdAllocator numbers = new IdAllocator();
  private @Nullable Provider[] byNumber = new Provider[0];

  @Nullable Provider get(PeerAddress address) {
    return byAddress.get(address);
  }

  @SuppressWarnings("NullAway") // a number that is out has a provider
  Provider get(int number) {
    return byNumber[number];
  }

  Provider getOrAdd(PeerAddress address) {
    Provider known = byAddress.get(address);
    return known != null ? known : add(new Provider(address, numbers.take()));
  }

  private Provider add(Provider provider) {
    if (provider.number == byNumber.length) {
      byNumber = Arrays.copyOf(byNumber, IdAllocator.grown(provider.number));
    }
    byNumber[provider.number] = provider;
    byAddress.put(provider.address, provider);
    return provider;
  }

  void remove(Provider provider) {
    byAddress.remove(provider.address);
    byNumber[provider.number] = null;
    numbers.giveBack(provider.number);
  }
}
