package io.duet.unstructured.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.ContentName;
import io.duet.overlay.KeywordResult;
import io.duet.overlay.Keywords;
import io.duet.overlay.ProviderRecord;
import io.duet.overlay.SearchResult;
import io.duet.unstructured.UnstructuredWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Equals in a row, 0 to 4; a step takes 30 ms, and 1 and 4 offer what is sought. */
class ResultsWantedTest {
  private static final Key KEY = new ContentName("one song").key();

  private static UnstructuredWorld row(Map<String, String> changes) {
    UnstructuredWorld world =
        UnstructuredWorld.linked(
            5, changes, new int[] {0, 1}, new int[] {1, 2}, new int[] {2, 3}, new int[] {3, 4});
    world.node(1).publish(new ContentName("one song"));
    world.node(4).publish(new ContentName("one song"));
    world.node(4).publish(new ContentName("another song"));
    return world;
  }

  private static SearchResult search(UnstructuredWorld world, int results) {
    List<SearchResult> answers = new ArrayList<>();
    world.node(0).search(KEY, results, answers::add);
    world.pass(12);
    assertThat(answers).hasSize(1);
    return answers.get(0);
  }

  private static KeywordResult searchWords(UnstructuredWorld world, int results) {
    List<KeywordResult> answers = new ArrayList<>();
    world.node(0).search(Keywords.of("song"), results, answers::add);
    world.pass(12);
    assertThat(answers).hasSize(1);
    return answers.get(0);
  }

  private static List<Peer> providers(SearchResult answer) {
    return answer.providers().stream().map(ProviderRecord::provider).toList();
  }

  @Test
  void oneResult_endsTheSearchWithTheNearest() {
    UnstructuredWorld world = row(Map.of());
    SearchResult answer = search(world, 1);
    assertThat(providers(answer)).containsExactly(world.address(1));
    assertThat(answer.complete()).isTrue();
  }

  @Test
  void twoResults_areFoundWhereverTheyAre() {
    UnstructuredWorld world = row(Map.of());
    assertThat(providers(search(world, 2))).containsExactly(world.address(1), world.address(4));
  }

  @Test
  void moreThanThereAre_areAllThereAre() {
    SearchResult answer = search(row(Map.of()), 3);
    assertThat(answer.providers()).hasSize(2);
    assertThat(answer.complete()).isTrue();
  }

  @Test
  void deadline_leavesAPartialAnswer_thatSaysSo() {
    UnstructuredWorld world = row(Map.of("queryDeadline", "200ms"));
    SearchResult answer = search(world, 2);
    assertThat(providers(answer)).containsExactly(world.address(1));
    assertThat(answer.complete()).isFalse();
  }

  /** A search for one name ends at the first name, after 60 ms, and does not learn the second. */
  @Test
  void names_areCompleteOnlyWhenTheSearchWentOnToTheEnd() {
    KeywordResult one = searchWords(row(Map.of()), 1);
    KeywordResult all = searchWords(row(Map.of()), 64);
    assertThat(one.found()).hasSize(1);
    assertThat(one.complete()).isFalse();
    assertThat(all.found()).hasSize(2);
    assertThat(all.complete()).isTrue();
  }
}
