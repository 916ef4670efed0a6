package io.duet.overlay.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private final Settings settings = Settings.of("degree", 4, "period", "1.5s");

  @Test
  void overriddenBy_replacesKnownSettingsOnly() {
    assertThat(settings.overriddenBy(Map.of("degree", "6")).number("degree", 1, 9)).isEqualTo(6);
    assertThatThrownBy(() -> settings.overriddenBy(Map.of("degrees", "6")))
        .hasMessage("unknown setting 'degrees'; known are degree, period");
  }

  @Test
  void values_areReadByTheirKind() {
    assertThat(settings.number("degree", 1, 4)).isEqualTo(4);
    assertThat(settings.nanos("period")).isEqualTo(1_500_000_000L);
  }

  @Test
  void values_outOfBounds_areRefusedWithTheBounds() {
    assertThatThrownBy(() -> settings.number("degree", 5, 9))
        .hasMessage("degree is '4', but must be a whole number from 5 to 9");
    assertThatThrownBy(() -> settings.nanos("degree")).hasMessageContaining("must be a duration");
  }

  @ParameterizedTest
  @CsvSource({
    "60ms,60000000",
    "1.5s,1500000000",
    "2m,120000000000",
    "1h,3600000000000",
    "7us,7000"
  })
  void durations_areReadAndWritten(String text, long nanos) {
    assertThat(Durations.parse(text)).isEqualTo(Duration.ofNanos(nanos));
    assertThat(Durations.parse(Durations.format(Duration.ofNanos(nanos))))
        .isEqualTo(Duration.ofNanos(nanos));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "60", "ms", "-1s", "1 s", "1e3s", "99999999999s"})
  void durations_ofOtherForms_areRefused(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a duration");
  }
}
