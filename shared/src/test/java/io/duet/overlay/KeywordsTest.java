package io.duet.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeywordsTest {

  @ParameterizedTest
  @CsvSource({
    "Debian-12.iso, debian 12 iso",
    "'Café  CRÈME', cafe creme",
    "'the_Name (of) the rose', the name of rose",
    "'Ångström ﬁle №5', angstrom file no5",
    "'ＷＩＤＥ x²', wide x2",
    "'Война и мир', воина и мир",
    "'東京 2020', 東京 2020",
    "'...---', ''"
  })
  void of_foldsCaseAndAccents_andSplitsBetweenLettersAndDigits(String text, String words) {
    assertThat(String.join(" ", Keywords.of(text).list())).isEqualTo(words);
  }

  @Test
  void of_takesTheFirstSixteenWords() {
    String many = IntStream.range(0, 40).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
    assertThat(Keywords.of(many).list()).hasSize(16).startsWith("w0").endsWith("w15");
  }

  /** Letters beyond the basic plane are two chars each, and none is cut in half. */
  @Test
  void of_takesTheFirstThirtyTwoLettersOfAWord() {
    assertThat(Keywords.of("a".repeat(40)).list()).containsExactly("a".repeat(32));
    assertThat(Keywords.of("𝒳" + "𐐷".repeat(40)).list()).containsExactly("x" + "𐐷".repeat(31));
  }

  /** The locale of the machine does not count: a Turkish I is an i. */
  @Test
  void of_isTheSameEverywhere() {
    assertThat(Keywords.of("TITLE İSTANBUL").list()).containsExactly("title", "istanbul");
  }

  @Test
  void areIn_asksForAllWordsInAnyOrder() {
    assertThat(Keywords.of("rose NAME").areIn("The Name of the Rose")).isTrue();
    assertThat(Keywords.of("rose garden").areIn("The Name of the Rose")).isFalse();
    assertThat(Keywords.of("ros").areIn("The Name of the Rose")).isFalse();
  }

  @Test
  void of_foldedWords_changesNoMore() {
    for (String text : new String[] {"ﷺ test", "ǅ ẞ ŉ", "Ⅷ ½ ㎏", "İı Σς"}) {
      for (String word : Keywords.of(text).list()) {
        assertThat(Keywords.of(word).list()).containsExactly(word);
      }
    }
  }
}
