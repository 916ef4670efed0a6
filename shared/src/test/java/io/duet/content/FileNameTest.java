package io.duet.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {
  private static final String UNSAFE = "the name is not safe for a file, because it ";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "Big Buck Bunny.mp4",
        "music/Bjork/Joga.flac",
        "a..b",
        "console.log",
        "com10",
        "nul1.txt",
        " leading",
        "~",
        "-rf",
        "a&b;c'd"
      })
  void safeNames_areFilesBelowTheFolder(String text) {
    Path folder = Path.of("/downloads");
    Path file = new FileName(text).below(folder);
    assertThat(file.normalize()).isEqualTo(file).startsWithRaw(folder).isNotEqualTo(folder);
  }

  @Test
  void names_mayHaveLettersOfAllLanguages() {
    assertThat(new FileName("Björk/日本語.txt").text()).isEqualTo("Björk/日本語.txt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "../a",
        "a/../b",
        "a/..",
        ".",
        "./a",
        "a/./b",
        "/etc/passwd",
        "/",
        "a/",
        "a//b",
        "C:\\a",
        "C:a",
        "\\\\server\\a",
        "a\\b",
        "..\\a",
        "a<b",
        "a>b",
        "a\"b",
        "a|b",
        "what?",
        "a*b",
        "a.",
        "a ",
        "a./b",
        "a /b",
        "con",
        "NUL",
        "Aux.txt",
        "dir/COM1",
        "lpt9.tar.gz",
        "com¹",
        "prn .txt",
        "CONIN$",
        ".profile",
        "dir/.ssh",
        "\ud800"
      })
  void unsafeNames_areRefusedWithAReason(String text) {
    assertThatThrownBy(() -> new FileName(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(UNSAFE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0b", "a\nb", "a\u007fb", "a\u0085b"})
  void namesThatCannotTravel_areRefused(String text) {
    assertThatThrownBy(() -> new FileName(text)).hasMessageStartingWith("a name must");
  }

  @Test
  void longNames_areRefused() {
    assertThatThrownBy(() -> new FileName("a".repeat(4_096)))
        .hasMessage("a name may have at most 255 bytes in UTF-8, but this one has 4096");
  }

  @Test
  void reason_saysWhatIsWrong() {
    assertThatThrownBy(() -> new FileName("dir/COM1.txt"))
        .hasMessage(UNSAFE + "names a device of Windows: COM1.txt");
    assertThatThrownBy(() -> new FileName("../a"))
        .hasMessage(UNSAFE + "has a part that begins with a dot");
  }
}
