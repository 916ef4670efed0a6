package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.overlay.ContentName;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LocalPublicationsTest {
  private static final ContentName SONG = new ContentName("a song");
  private static final Peer ONE = Peer.at(PeerAddress.ofIpv4(0x0a000001, 4000));
  private static final Peer TWO = Peer.at(PeerAddress.ofIpv4(0x0a000002, 4000));

  private final LocalPublications names = new LocalPublications();

  @Test
  void add_isCompletedByTheAcknowledgement() {
    CompletableFuture<Peer> keeper = names.add(SONG);
    assertThat(names.table().rows()).containsExactly(List.of("a song", "not yet acknowledged"));
    names.announced(new ContentName("another").key(), ONE);
    assertThat(keeper).isNotDone();
    names.announced(SONG.key(), ONE);
    assertThat(keeper).isCompletedWithValue(ONE);
    assertThat(names.acknowledged()).isEqualTo(1);
  }

  @Test
  void announced_again_replacesTheKeeper() {
    names.add(SONG);
    names.announced(SONG.key(), ONE);
    names.announced(SONG.key(), TWO);
    assertThat(names.table().rows()).containsExactly(List.of("a song", "10.0.0.2:4000"));
    assertThat(names.add(SONG)).isCompletedWithValue(TWO);
  }

  @Test
  void remove_returnsWhetherTheNameWasPublished() {
    names.add(SONG);
    assertThat(names.remove(SONG)).isTrue();
    assertThat(names.remove(SONG)).isFalse();
    names.announced(SONG.key(), ONE);
    assertThat(names.table().rows()).isEmpty();
  }

  @Test
  void add_isBounded_butTakesKnownNamesAgain() {
    for (int i = 0; i < LocalPublications.NAMES_MAX; i++) {
      names.add(new ContentName("name " + i));
    }
    assertThatThrownBy(() -> names.add(SONG))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("this node publishes 10000 names already, the maximum");
    assertThat(names.add(new ContentName("name 7"))).isNotDone();
  }
}
