package io.duet.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadedFileTest {
  private static final int PIECE = 1 << 20;

  @TempDir Path folder;

  /** The disk has room for 40 MiB above what uploads must leave free. */
  @Test
  void receive_endsBeforeTheDiskIsFull_andLeavesNothing() throws IOException {
    Path unfinished = Files.createTempFile(folder, ".", ".upload");
    long size = UploadedFile.FREE_BYTES_MIN + 40 * PIECE;
    UploadedFile file =
        new UploadedFile(
            unfinished, folder.resolve("film"), () -> {}, () -> size - Files.size(unfinished));
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 100; i++) {
                file.receive(new byte[PIECE]);
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessage("the disk is almost full");
    assertThat(Files.size(unfinished)).isBetween(16L * PIECE, 40L * PIECE);
    file.abort();
    assertThat(folder).isEmptyDirectory();
  }
}
