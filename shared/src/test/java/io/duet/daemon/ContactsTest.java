package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContactsTest {
  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("neighbors"), text);
  }

  @Test
  void commentsAndEmptyLines_areSkipped() throws Exception {
    Path file = file("# mine\n\n127.0.0.1:4000 # the first\n  [::1]:4001\n");
    assertThat(Contacts.inFile(file)).extracting("port").containsExactly(4000, 4001);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          here           | line 2: 'here' is not an address; write HOST:PORT
          127.0.0.1      | line 2: '127.0.0.1' is not an address
          127.0.0.1:0    | line 2: 127.0.0.1:0 has no port of a running node
          """)
  void invalidContact_isReportedWithItsLine(String line, String sentence) throws Exception {
    Path file = file("127.0.0.1:4000\n" + line + "\n");
    assertThatThrownBy(() -> Contacts.inFile(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(file + ", " + sentence);
  }

  @Test
  void missingFile_isReported() {
    Path file = folder.resolve("none");
    assertThatThrownBy(() -> Contacts.inFile(file)).hasMessage(file + " cannot be read as text");
  }
}
