package io.duet.overlay.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsBinderTest {
  enum Colour {
    RED,
    DARK_BLUE,
    GREEN
  }

  record Inner(@Setting(value = "red", doc = "A colour.") Colour colour) {}

  record Outer(
      @Setting(value = "auto", word = "auto", min = 3, max = 9, doc = "A size.") int size,
      @Setting(value = "1s", large = "30s", word = "never", doc = "A period.") long periodNanos,
      Inner inner,
      @Setting(name = "other", value = "true", doc = "A flag.") boolean flag) {
    Outer {
      size = size < 3 ? 5 : size;
      if (!flag && size == 9) {
        throw new IllegalArgumentException("9 needs other");
      }
    }
  }

  private static final Settings DEFAULTS = SettingsBinder.defaults(Outer.class, 20_000);

  private static Outer bind(String name, String value) {
    return SettingsBinder.bind(Outer.class, DEFAULTS.overriddenBy(Map.of(name, value)));
  }

  @Test
  void defaults_areInTheOrderOfTheComponents() {
    assertThat(DEFAULTS.asMap()).hasToString("{size=auto, period=1s, colour=red, other=true}");
    assertThat(SettingsBinder.defaults(Outer.class, 20_001).text("period")).isEqualTo("30s");
  }

  @Test
  void values_areBoundByTheTypesOfTheComponents() {
    assertThat(bind("colour", "dark-blue").inner().colour()).isEqualTo(Colour.DARK_BLUE);
    assertThat(bind("size", "4")).isEqualTo(outer(4, 1_000_000_000));
    assertThat(bind("period", "7ns")).isEqualTo(outer(5, 7));
    assertThat(bind("period", "never").periodNanos()).isZero();
  }

  private static Outer outer(int size, long nanos) {
    return new Outer(size, nanos, new Inner(Colour.RED), true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "size | 10 | size is '10', but must be a whole number from 3 to 9",
        "size | 2 | size is '2', but must be a whole number from 3 to 9",
        "period | 25h | period is '25h', but must be a duration such as 500ms or 30s, at most a day",
        "colour | RED | colour is 'RED', but must be red, dark-blue or green",
        "other | yes | other is 'yes', but must be true or false"
      })
  void wrongValues_areRefusedWithASentence(String name, String value, String complaint) {
    assertThatThrownBy(() -> bind(name, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(complaint);
  }

  @Test
  void whatTheRecordRefuses_isRefused() {
    Settings settings = DEFAULTS.with("size", 9).with("other", false);
    assertThatThrownBy(() -> SettingsBinder.bind(Outer.class, settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("9 needs other");
  }
}
