package io.duet.experiments.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectationTest {

  @ParameterizedTest
  @CsvSource({
    "1.51 ± 0.10, 1.41, 1.61, 1.40, 1.62",
    "5.10 ± 25 %, 3.825, 6.375, 3.82, 6.38",
    "5.10 ± 25%, 3.825, 6.375, 3.82, 6.38",
    "0.55 to 0.65, 0.55, 0.65, 0.5499, 0.6501",
    "at most 16, 0, 16, 16.01, 17",
    "at least 0.99, 0.99, 1, 0.98, 0"
  })
  void holds_withinAndAtTheBounds(
      String text, double within, double alsoWithin, double outside, double alsoOutside) {
    Expectation expectation = Expectation.parse(text);
    assertThat(expectation.holds(within)).isTrue();
    assertThat(expectation.holds(alsoWithin)).isTrue();
    assertThat(expectation.holds(outside)).isFalse();
    assertThat(expectation.holds(alsoOutside)).isFalse();
  }

  @Test
  void lessOrMoreThanBefore_isAboutTheCaseBefore() {
    assertThat(Expectation.parse("less than before").after(5).holds(4.99)).isTrue();
    assertThat(Expectation.parse("less than before").after(5).holds(5)).isFalse();
    assertThat(Expectation.parse("more than before").after(5).holds(5.01)).isTrue();
    assertThat(Expectation.parse("more than before").after(5).holds(5)).isFalse();
    assertThat(Expectation.parse("more than before").after(Double.NaN).holds(5)).isFalse();
    assertThat(Expectation.parse("at most 4").after(5).holds(5)).isFalse();
  }

  @Test
  void holds_notForWhatIsNoNumber() {
    assertThat(Expectation.parse("at most 16").holds(Double.NaN)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "about 5", "5", "5 ±", "at most", "1 to", "± 3", "-1 ± 2"})
  void parse_refusesOtherForms(String text) {
    assertThatThrownBy(() -> Expectation.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a published figure; write one of");
  }
}
