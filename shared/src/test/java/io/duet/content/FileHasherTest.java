package io.duet.content;

import static io.duet.content.Manifest.PIECE_BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileHasherTest {
  @TempDir private Path folder;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("file"), bytes);
  }

  private static byte[] random(int bytes) {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    return content;
  }

  /** The manifest as its definition says, from bytes in memory. */
  static Manifest manifestOf(byte[] content) {
    ByteArrayOutputStream hashes = new ByteArrayOutputStream();
    for (int start = 0; start < content.length; start += PIECE_BYTES) {
      int end = Math.min(content.length, start + PIECE_BYTES);
      hashes.writeBytes(Sha256.digest().digest(Arrays.copyOfRange(content, start, end)));
    }
    return new Manifest(content.length, hashes.toByteArray());
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES, 2_500_000})
  void manifest_followsFromTheBytes(int bytes) throws IOException {
    Path file = file(random(bytes));
    HashedFile hashed = FileHasher.hash(file, read -> {});
    assertThat(hashed.manifest()).isEqualTo(manifestOf(random(bytes)));
    assertThat(hashed.stamp()).isEqualTo(FileStamp.of(file));
  }

  @Test
  void progress_isReportedAfterEachPiece() throws IOException {
    List<Long> progress = new ArrayList<>();
    FileHasher.hash(file(new byte[2 * PIECE_BYTES + 5]), progress::add);
    assertThat(progress).containsExactly(1L << 20, 2L << 20, (2L << 20) + 5);
  }

  @Test
  void fileThatGrowsMeanwhile_isNoticed() throws IOException {
    Path file = file(new byte[10]);
    assertThatThrownBy(() -> FileHasher.hash(file, read -> write(file, StandardOpenOption.APPEND)))
        .isInstanceOf(FileChangedException.class)
        .hasMessage(file + " changed while it was read");
  }

  @Test
  void fileThatIsCutMeanwhile_isNoticed() throws IOException {
    Path file = file(new byte[2 * PIECE_BYTES]);
    assertThatThrownBy(
            () -> FileHasher.hash(file, read -> write(file, StandardOpenOption.TRUNCATE_EXISTING)))
        .isInstanceOf(FileChangedException.class);
  }

  @Test
  void fileWithOtherBytesOfEqualNumber_isNoticedByItsTime() throws IOException {
    Path file = file(new byte[1]);
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    assertThatThrownBy(() -> FileHasher.hash(file, read -> write(file, StandardOpenOption.WRITE)))
        .isInstanceOf(FileChangedException.class);
  }

  private static void write(Path file, StandardOpenOption how) {
    try {
      Files.write(file, new byte[1], how);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void interrupt_cancels() throws IOException {
    Path file = file(new byte[2 * PIECE_BYTES]);
    assertThatThrownBy(() -> FileHasher.hash(file, read -> Thread.currentThread().interrupt()))
        .isInstanceOf(ClosedByInterruptException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void linksAndFolders_areRefused() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), file(new byte[1]));
    assertThatThrownBy(() -> FileHasher.hash(link, read -> {}))
        .hasMessage(link + " is not a regular file");
    assertThatThrownBy(() -> FileHasher.hash(folder, read -> {}))
        .hasMessage(folder + " is not a regular file");
  }
}
