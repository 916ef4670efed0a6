package io.duet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTest {
  private static final String OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void text_isThatOfTheHash() {
    assertThat(Key.ofName("abc")).hasToString(OF_ABC);
  }

  @Test
  void bytesAndText_areReadBack() {
    Key key = Key.ofName("abc");
    assertThat(Key.of(key.bytes())).isEqualTo(key);
    assertThat(Key.parse(OF_ABC)).isEqualTo(key);
    assertThat(Key.parse(OF_ABC.toUpperCase(java.util.Locale.ROOT))).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abc",
        "zz",
        "+a7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
      })
  void otherTexts_areRefused(String text) {
    assertThatThrownBy(() -> Key.parse(text)).hasMessage("a content id has 64 hexadecimal digits");
  }

  @Test
  void otherLengths_areRefused() {
    assertThatThrownBy(() -> Key.of(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Key.of(new byte[33])).isInstanceOf(IllegalArgumentException.class);
  }
}
