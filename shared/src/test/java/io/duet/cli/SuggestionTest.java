package io.duet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
  private static final List<String> KNOWN = List.of("node", "publish", "search", "status");

  @ParameterizedTest
  @CsvSource({
    "search,search,0",
    "serach,search,1",
    "serch,search,1",
    "seearch,search,1",
    "zearch,search,1",
    "'',node,4",
    "node,'',4",
    "edon,node,3",
    "race,peers,5"
  })
  void distance_countsAddedRemovedReplacedAndSwappedLetters(
      String one, String other, int distance) {
    assertThat(Suggestion.distance(one, other)).isEqualTo(distance);
  }

  @ParameterizedTest
  @CsvSource({"serach,search", "publsih,publish", "statu,status", "nod,node", "stats,status"})
  void nearest_findsWhatAMisspeltWordMeans(String word, String meant) {
    assertThat(Suggestion.nearest(word, KNOWN)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"x", "begin", "sss", "''"})
  void nearest_findsNothingForAForeignWord(String word) {
    assertThat(Suggestion.nearest(word, KNOWN)).isEmpty();
  }

  @Test
  void nearest_ignoresOverlongWords() {
    String overlong = "n".repeat(33);
    assertThat(Suggestion.nearest(overlong, List.of(overlong))).isEmpty();
  }
}
