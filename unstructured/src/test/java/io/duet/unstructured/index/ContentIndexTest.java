package io.duet.unstructured.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.overlay.ContentName;
import io.duet.overlay.KeywordResult;
import io.duet.overlay.KeywordResult.NamedContent;
import io.duet.overlay.Keywords;
import io.duet.unstructured.message.SearchResults;
import io.duet.unstructured.message.SharedContent;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContentIndexTest {
  private final ContentIndex index = new ContentIndex(1);
  private final Peer one = Peer.at(PeerAddress.ofIpv4(1, 1));
  private final Peer two = Peer.at(PeerAddress.ofIpv4(2, 2));
  private final SharedContent rose = named("The Name of the Rose");
  private final SharedContent roseUnnamed = SharedContent.of(rose.key());

  private static SharedContent named(String name) {
    return SharedContent.of(new ContentName(name));
  }

  private List<String> names(String words) {
    return index.search(Keywords.of(words), 10).contents().stream()
        .map(found -> found.name().text())
        .toList();
  }

  @Test
  void search_findsAllWordsInAnyOrder_caseAndAccentsFolded() {
    index.add(one, rose);
    index.add(one, named("Café de la Rose.pdf"));
    assertThat(names("rose")).containsExactly("The Name of the Rose", "Café de la Rose.pdf");
    assertThat(names("ROSE cafe")).containsExactly("Café de la Rose.pdf");
    assertThat(names("rose the NÀME")).containsExactly("The Name of the Rose");
    assertThat(names("ros")).isEmpty();
    assertThat(names("rose garden")).isEmpty();
  }

  @Test
  void search_saysWhetherThereIsMore() {
    for (int i = 0; i < 5; i++) {
      index.add(one, named("rose " + i));
    }
    assertThat(index.search(Keywords.of("rose"), 5).complete()).isTrue();
    SearchResults four = index.search(Keywords.of("rose"), 4);
    assertThat(four.contents()).hasSize(4);
    assertThat(four.complete()).isFalse();
  }

  @Test
  void search_namesAsManyProvidersAsAnAnswerHolds_theLatestFirst() {
    for (int i = 0; i < 9; i++) {
      index.add(Peer.at(PeerAddress.ofIpv4(i, 1)), rose);
    }
    NamedContent found = index.search(Keywords.of("rose"), 10).contents().get(0);
    assertThat(found.providers())
        .hasSize(KeywordResult.PROVIDERS_MAX)
        .startsWith(Peer.at(PeerAddress.ofIpv4(8, 1)), Peer.at(PeerAddress.ofIpv4(7, 1)));
  }

  @Test
  void add_knowsWhatItKnows() {
    assertThat(index.add(one, rose)).isTrue();
    assertThat(index.add(one, rose)).isFalse();
    assertThat(index.add(two, rose)).isTrue();
    assertThat(index.entries()).isEqualTo(2);
    assertThat(index.contents()).isEqualTo(1);
  }

  /** The index knows a name as long as a provider that announced it offers the content. */
  @Test
  void name_goesWithTheLastWhoGaveIt() {
    index.add(one, roseUnnamed);
    assertThat(names("rose")).isEmpty();
    index.add(two, rose);
    assertThat(names("rose")).containsExactly("The Name of the Rose");
    index.remove(two, rose.key());
    assertThat(names("rose")).isEmpty();
    assertThat(index.words()).isZero();
    assertThat(index.providers(rose.key())).containsExactly(one);
  }

  @Test
  void add_withAnotherName_replacesTheOffer_andChangesTheDigest() {
    index.add(one, roseUnnamed);
    int unnamed = index.digest(one);
    assertThat(index.add(one, rose)).isTrue();
    assertThat(index.digest(one)).isNotEqualTo(unnamed).isEqualTo(digest(rose));
    assertThat(index.entries()).isEqualTo(1);
    assertThat(index.add(one, roseUnnamed)).isTrue();
    assertThat(index.digest(one)).isEqualTo(unnamed);
    assertThat(names("rose")).isEmpty();
  }

  private static int digest(SharedContent content) {
    return ContentIndex.digestWith(0, content);
  }

  @Test
  void remove_isForOwnOffersOnly() {
    index.add(one, rose);
    assertThat(index.remove(two, rose.key())).isFalse();
    index.clear(two);
    assertThat(index.providers(rose.key())).containsExactly(one);
    assertThat(index.remove(one, rose.key())).isTrue();
    assertThat(index.remove(one, rose.key())).isFalse();
    assertThat(index.digest(one)).isZero();
  }

  /** The index treats keys that differ in only one quarter as different contents. */
  @Test
  void keys_areComparedWhole() {
    List<Key> keys =
        List.of(
            new Key(1, 1, 1, 1),
            new Key(2, 1, 1, 1),
            new Key(1, 2, 1, 1),
            new Key(1, 1, 2, 1),
            new Key(1, 1, 1, 2));
    for (int i = 0; i < keys.size(); i++) {
      index.add(Peer.at(PeerAddress.ofIpv4(i, 1)), SharedContent.of(keys.get(i)));
    }
    for (int i = 0; i < keys.size(); i++) {
      assertThat(index.providers(keys.get(i))).containsExactly(Peer.at(PeerAddress.ofIpv4(i, 1)));
    }
  }

  /**
   * A search for two words that halve 200,000 names finds no common name, after 6,250 steps. The
   * bound on steps ends the search only with more names than any index holds.
   */
  @Test
  void search_ofWordsThatExcludeEachOther_isComplete() {
    IntStream.range(0, 200_000)
        .forEach(i -> index.add(one, named((i % 2 == 0 ? "even " : "odd ") + i)));
    SearchResults found = index.search(Keywords.of("even odd"), 10);
    assertThat(found.contents()).isEmpty();
    assertThat(found.complete()).isTrue();
  }

  @Test
  void salt_doesNotShowInWhatIsFound() {
    ContentIndex other = new ContentIndex(2);
    for (int i = 0; i < 1_000; i++) {
      index.add(one, named("rose " + i));
      other.add(one, named("rose " + i));
      index.remove(one, named("rose " + i / 2).key());
      other.remove(one, named("rose " + i / 2).key());
    }
    assertThat(other.search(Keywords.of("rose"), 64))
        .isEqualTo(index.search(Keywords.of("rose"), 64));
  }
}
