package io.duet.chord;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.node.PeerAddress;
import io.duet.overlay.ProviderRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordStoreTest {
  private static final long SECOND = RingWorld.SECOND;
  private static final Key KEY = Key.ofName("a file");

  private final RecordStore store = new RecordStore();

  private static PeerAddress peer(int port) {
    return PeerAddress.ofIpv4(0x7f000001, port);
  }

  private List<Integer> ports(long now, int max) {
    return store.get(KEY, now, max).stream().map(r -> r.provider().port()).toList();
  }

  @Test
  void get_namesTheNewestFirst_andNoMoreThanAsked() {
    store.put(KEY, peer(1), 60, 0);
    store.put(KEY, peer(2), 60, SECOND);
    store.put(KEY, peer(3), 60, 2 * SECOND);
    store.put(KEY, peer(1), 60, 3 * SECOND);
    assertThat(ports(3 * SECOND, 2)).containsExactly(1, 3);
  }

  @Test
  void record_expires() {
    store.put(KEY, peer(1), 60, 0);
    assertThat(store.get(KEY, 59 * SECOND, 16))
        .containsExactly(new ProviderRecord(KEY, peer(1), 1));
    assertThat(store.get(KEY, 60 * SECOND, 16)).isEmpty();
  }

  /** A copy that was under way for long, or a forged one, shortens no life. */
  @Test
  void put_keepsTheLongerLife() {
    store.put(KEY, peer(1), 60, 0);
    assertThat(store.put(KEY, peer(1), 5, SECOND)).isTrue();
    assertThat(store.get(KEY, SECOND, 16).get(0).secondsLeft()).isEqualTo(59);
  }

  @Test
  void put_takesSixtyFourProvidersOfAKey_andMoreOnceSomeHaveExpired() {
    for (int port = 1; port <= RecordStore.PROVIDERS_MAX; port++) {
      assertThat(store.put(KEY, peer(port), port == 1 ? 10 : 60, 0)).isTrue();
    }
    assertThat(store.put(KEY, peer(1_000), 60, 9 * SECOND)).isFalse();
    assertThat(store.put(KEY, peer(2), 60, 9 * SECOND)).isTrue();
    assertThat(store.put(KEY, peer(1_000), 60, 10 * SECOND)).isTrue();
    assertThat(ports(10 * SECOND, 2)).containsExactly(1_000, 2);
  }

  @Test
  void put_takesNoMoreKeysThanItsBound() {
    for (int i = 0; i < RecordStore.KEYS_MAX; i++) {
      store.put(new Key(i, 0, 0, 0), peer(1), 60, 0);
    }
    assertThat(store.put(KEY, peer(1), 60, 0)).isFalse();
    store.expire(60 * SECOND);
    assertThat(store.put(KEY, peer(1), 60, 60 * SECOND)).isTrue();
  }

  @Test
  void chosen_namesAllRecordsOfTheKeysWhosePositionIsMeant() {
    store.put(new Key(1, 0, 0, 0), peer(1), 60, 0);
    store.put(new Key(1, 0, 0, 7), peer(1), 60, 0);
    store.put(new Key(2, 0, 0, 0), peer(1), 60, 0);
    assertThat(store.chosen(position -> position == 1, 0))
        .extracting(ProviderRecord::key)
        .containsExactly(new Key(1, 0, 0, 0), new Key(1, 0, 0, 7));
  }
}
