package io.duet.unstructured.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.overlay.SearchResult;
import io.duet.unstructured.message.SharedContent;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeafIndexTest {
  private final LeafIndex index = new LeafIndex(1);
  private final Peer one = Peer.at(PeerAddress.ofIpv4(1, 1));
  private final Peer two = Peer.at(PeerAddress.ofIpv4(2, 2));
  private final SharedContent red = SharedContent.of(Key.ofName("red"));
  private final SharedContent blue = SharedContent.of(Key.ofName("blue"));

  @Test
  void add_isForAttachedLeavesOnly() {
    assertThat(index.add(one, List.of(red))).isFalse();
    index.attach(one, 0);
    assertThat(index.add(one, List.of(red))).isTrue();
    assertThat(index.providers(red.key())).containsExactly(one);
  }

  @Test
  void providers_namesTheLatestFirst_eachOnce() {
    index.attach(one, 0);
    index.attach(two, 0);
    index.add(one, List.of(red, blue));
    index.add(two, List.of(red));
    index.add(one, List.of(red));
    assertThat(index.providers(red.key())).containsExactly(two, one);
  }

  @Test
  void providers_areNoMoreThanAnAnswerMayName() {
    IntStream.range(0, 40)
        .mapToObj(i -> Peer.at(PeerAddress.ofIpv4(i, 1)))
        .forEach(
            leaf -> {
              index.attach(leaf, 0);
              index.add(leaf, List.of(red));
            });
    assertThat(index.providers(red.key())).hasSize(SearchResult.PROVIDERS_MAX);
  }

  @Test
  void remove_andDetach_leaveNothingBehind() {
    index.attach(one, 0);
    index.attach(two, 0);
    index.add(one, List.of(red, blue));
    index.add(two, List.of(red));
    index.remove(one, List.of(red));
    assertThat(index.providers(red.key())).containsExactly(two);
    assertThat(index.detach(one)).isTrue();
    assertThat(index.detach(one)).isFalse();
    assertThat(index.providers(blue.key())).isEmpty();
    assertThat(index.leaves()).isEqualTo(1);
  }

  @Test
  void silentSince_namesTheLeavesThatWereNotHeard() {
    index.attach(one, 10);
    index.attach(two, 10);
    index.heard(two, 20);
    assertThat(index.silentSince(15)).containsExactly(one);
    assertThat(index.heard(Peer.at(PeerAddress.ofIpv4(3, 3)), 20)).isFalse();
  }

  @Test
  void add_refusesMoreThanALeafMayOffer() {
    index.attach(one, 0);
    assertThat(index.add(one, contents(LeafIndex.KEYS_PER_LEAF_MAX))).isTrue();
    assertThat(index.add(one, List.of(red))).isFalse();
    assertThat(index.providers(red.key())).isEmpty();
  }

  /**
   * An index with room for 32 entries gives a leaf one 16th of it. Its owner may add all its own
   * contents, and then no leaf has room.
   */
  @Test
  void owner_addsWhateverItOffers_andWhatItTakesLessensTheShareOfOthers() {
    LeafIndex small = new LeafIndex(1, 32);
    small.attach(one, 0);
    assertThat(small.add(one, List.of(red, blue))).isTrue();
    assertThat(small.add(one, contents(1))).isFalse();
    small.attachOwner(two);
    assertThat(small.add(two, contents(40))).isTrue();
    assertThat(small.providers(contents(40).get(39).key())).containsExactly(two);
    small.attach(Peer.at(PeerAddress.ofIpv4(3, 3)), 0);
    assertThat(small.add(Peer.at(PeerAddress.ofIpv4(3, 3)), contents(1))).isFalse();
    assertThat(small.silentSince(Long.MAX_VALUE)).doesNotContain(two);
  }

  private static List<SharedContent> contents(int count) {
    return IntStream.range(0, count).mapToObj(i -> SharedContent.of(new Key(i, 0, 0, 0))).toList();
  }

  @Test
  void digest_isThatOfTheKeysNow_inWhateverOrderTheyCame() {
    index.attach(one, 0);
    index.attach(two, 0);
    index.add(one, List.of(red, blue));
    index.add(two, List.of(blue));
    index.add(two, List.of(red, red));
    assertThat(index.digest(one)).isEqualTo(index.digest(two)).isNotZero();
    index.remove(one, List.of(red, red));
    assertThat(index.digest(one)).isEqualTo(LeafIndex.digestWith(0, blue));
    index.detach(one);
    assertThat(index.digest(one)).isZero();
  }
}
