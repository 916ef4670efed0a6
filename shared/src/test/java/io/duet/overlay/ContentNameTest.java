package io.duet.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.node.Key;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentNameTest {

  @Test
  void key_isThatOfTheText() {
    assertThat(new ContentName("Big Buck Bunny.mp4").key())
        .isEqualTo(Key.ofName("Big Buck Bunny.mp4"));
  }

  /** An é has two bytes: 127 of them and one letter are 255 bytes. */
  @Test
  void bytes_areCountedInUtf8() {
    assertThat(new ContentName("é".repeat(127) + "x").text()).hasSize(128);
    assertThatThrownBy(() -> new ContentName("é".repeat(128)))
        .hasMessage("a name may have at most 255 bytes in UTF-8, but this one has 256");
  }

  @Test
  void emptyNames_areRefused() {
    assertThatThrownBy(() -> new ContentName(""))
        .hasMessage("a name must have at least one character");
  }

  @ParameterizedTest
  @ValueSource(strings = {"two\nlines", "\u001b[2J", "tab\t", "\u0085"})
  void controlCharacters_areRefused(String text) {
    assertThatThrownBy(() -> new ContentName(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("control characters");
  }
}
