package io.duet.content;

import static io.duet.content.Manifest.PIECE_BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A content of two whole pieces and one of 10 bytes. */
class PartialFileTest {
  private static final byte[] CONTENT = content();
  private static final Manifest MANIFEST = FileHasherTest.manifestOf(CONTENT);

  @TempDir private Path folder;

  private static byte[] content() {
    byte[] content = new byte[2 * PIECE_BYTES + 10];
    new Random(1).nextBytes(content);
    return content;
  }

  private Path film() {
    return folder.resolve("film.mp4");
  }

  private PartialFile open() throws IOException {
    return PartialFile.open(new Destination(film(), MANIFEST));
  }

  private static byte[] piece(int piece) {
    int start = piece * PIECE_BYTES;
    return Arrays.copyOfRange(CONTENT, start, start + MANIFEST.pieceBytes(piece));
  }

  private static void write(PartialFile file, int... pieces) throws IOException {
    for (int piece : pieces) {
      byte[] bytes = piece(piece);
      file.write(piece, 0, ByteBuffer.wrap(bytes, 0, bytes.length / 2));
      file.write(
          piece,
          bytes.length / 2,
          ByteBuffer.wrap(bytes, bytes.length / 2, bytes.length - bytes.length / 2));
      assertThat(file.complete(piece, Sha256.digest().digest(bytes))).isTrue();
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private String part() {
    return ".film.mp4." + MANIFEST.id().toString().substring(0, 8) + ".part";
  }

  @Test
  void piecesInAnyOrder_makeTheFile() throws IOException {
    try (PartialFile file = open()) {
      write(file, 2, 0);
      assertThat(names()).containsExactly(part());
      assertThat(file.isComplete()).isFalse();
      assertThatThrownBy(file::finish).isInstanceOf(IllegalStateException.class);
      write(file, 1);
      assertThat(file.finish()).isEqualTo(film());
    }
    assertThat(names()).containsExactly("film.mp4");
    assertThat(film()).hasBinaryContent(CONTENT);
  }

  @Test
  void emptyContent_isCompleteAtOnce() throws IOException {
    Manifest empty = new Manifest(0, new byte[0]);
    try (PartialFile file = PartialFile.open(new Destination(film(), empty))) {
      file.finish();
    }
    assertThat(film()).isEmptyFile();
  }

  @Test
  void missingFolders_areCreated() throws IOException {
    Path below = folder.resolve("a/b/c");
    try (PartialFile file = PartialFile.open(new Destination(below, MANIFEST))) {
      write(file, 0, 1, 2);
      assertThat(file.finish()).isEqualTo(below);
    }
  }

  @Test
  void completePieces_areKnownWhenItIsOpenedAgain() throws IOException {
    try (PartialFile file = open()) {
      write(file, 2);
    }
    try (PartialFile file = open()) {
      assertThat(file.completePieces().stream()).containsExactly(2);
      write(file, 0, 1);
      file.finish();
    }
    assertThat(film()).hasBinaryContent(CONTENT);
  }

  /** Whatever a crash left on the disk: the file has a piece if and only if its bytes are right. */
  @Test
  void tornFiles_areResumed() throws IOException {
    Random random = new Random(2);
    for (int round = 0; round < 30; round++) {
      byte[] torn = Arrays.copyOf(CONTENT, random.nextInt(CONTENT.length + 100));
      for (int flips = random.nextInt(3); flips > 0 && torn.length > 0; flips--) {
        torn[random.nextInt(torn.length)] ^= 1;
      }
      Files.write(folder.resolve(part()), torn);
      resume(torn);
      assertThat(names()).as("round %d", round).containsExactly("film.mp4");
      assertThat(film()).hasBinaryContent(CONTENT);
      Files.delete(film());
    }
  }

  private void resume(byte[] torn) throws IOException {
    byte[] onDisk = Arrays.copyOf(torn, CONTENT.length);
    try (PartialFile file = open()) {
      for (int piece = 0; piece < 3; piece++) {
        int start = piece * PIECE_BYTES;
        int end = start + MANIFEST.pieceBytes(piece);
        boolean right = Arrays.equals(onDisk, start, end, CONTENT, start, end);
        assertThat(file.isComplete(piece)).isEqualTo(right && torn.length >= end);
        if (!file.isComplete(piece)) {
          write(file, piece);
        }
      }
      file.finish();
    }
  }

  @Test
  void piecesOfZeros_areRecognised() throws IOException {
    byte[] zeros = new byte[PIECE_BYTES + 1];
    Destination destination = new Destination(film(), FileHasherTest.manifestOf(zeros));
    Files.write(destination.partialFile(), zeros);
    try (PartialFile file = PartialFile.open(destination)) {
      assertThat(file.isComplete()).isTrue();
    }
  }

  @Test
  void wrongPiece_isNotComplete_andIsWrittenAgain() throws IOException {
    try (PartialFile file = open()) {
      byte[] wrong = new byte[PIECE_BYTES];
      file.write(0, 0, ByteBuffer.wrap(wrong));
      assertThat(file.complete(0, Sha256.digest().digest(wrong))).isFalse();
      write(file, 0);
      assertThatThrownBy(() -> file.write(0, 0, ByteBuffer.wrap(wrong)))
          .hasMessage("piece 0 is complete");
    }
  }

  @Test
  void bytesBeyondAPiece_areRefused() throws IOException {
    try (PartialFile file = open()) {
      assertThatThrownBy(() -> file.write(2, 0, ByteBuffer.allocate(11)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> file.write(2, 10, ByteBuffer.allocate(1)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> file.write(0, -1, ByteBuffer.allocate(1)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> file.write(3, 0, ByteBuffer.allocate(1)))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
    assertThat(folder.resolve(part())).isEmptyFile();
  }

  @Test
  void otherFile_isNotReplaced() throws IOException {
    Files.writeString(film(), "mine");
    Files.writeString(folder.resolve("film (2).mp4"), "mine too");
    try (PartialFile file = open()) {
      write(file, 0, 1, 2);
      assertThat(file.finish()).isEqualTo(folder.resolve("film (3).mp4"));
    }
    assertThat(film()).hasContent("mine");
    assertThat(folder.resolve("film (3).mp4")).hasBinaryContent(CONTENT);
  }

  @Test
  void otherFileWithoutAnEnding_isNotReplaced() throws IOException {
    Path readme = Files.writeString(folder.resolve("README"), "another");
    try (PartialFile file = PartialFile.open(new Destination(readme, MANIFEST))) {
      write(file, 0, 1, 2);
      assertThat(file.finish()).isEqualTo(folder.resolve("README (2)"));
    }
  }

  @Test
  void equalFile_isKeptAsTheResult() throws IOException {
    Files.write(film(), CONTENT);
    assertThat(new Destination(film(), MANIFEST).existing()).contains(film());
    try (PartialFile file = open()) {
      write(file, 0, 1, 2);
      assertThat(file.finish()).isEqualTo(film());
    }
    assertThat(names()).containsExactly("film.mp4");
  }

  @Test
  void linkUnderTheFinalName_isNotFollowed() throws IOException {
    Path outside = Files.write(folder.resolve("outside"), CONTENT);
    Files.createSymbolicLink(film(), outside);
    try (PartialFile file = open()) {
      write(file, 0, 1, 2);
      assertThat(file.finish()).isEqualTo(folder.resolve("film (2).mp4"));
    }
  }

  /** The final name is there, and the hidden one is not removed yet. */
  @Test
  void crashWhileItIsMoved_leavesOneFileInTheEnd() throws IOException {
    Files.write(folder.resolve(part()), CONTENT);
    Files.createLink(film(), folder.resolve(part()));
    try (PartialFile file = open()) {
      assertThat(file.finish()).isEqualTo(film());
    }
    assertThat(names()).containsExactly("film.mp4");
  }

  @Test
  void secondWriter_isRefused() throws IOException {
    try (PartialFile first = open()) {
      assertThatThrownBy(this::open)
          .hasMessage(first.path() + " is being written by another download");
      write(first, 0, 1, 2);
      first.finish();
    }
  }

  @Test
  void discard_leavesNothing() throws IOException {
    try (PartialFile file = open()) {
      write(file, 0);
      file.discard();
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void longestNames_haveRoomForWhatIsAdded() throws IOException {
    Path longest = folder.resolve("e".repeat(250) + ".webm");
    Files.writeString(longest, "mine");
    try (PartialFile file = PartialFile.open(new Destination(longest, MANIFEST))) {
      write(file, 0, 1, 2);
      assertThat(file.finish().getFileName().toString()).endsWith("e (2).webm");
    }
  }

  /** Each thread writes its own pieces. */
  @Test
  void threads_writeDifferentPieces() throws Exception {
    try (PartialFile file = open()) {
      List<Thread> writers = new ArrayList<>();
      List<Throwable> problems = Collections.synchronizedList(new ArrayList<>());
      IntStream.range(0, 3).forEach(piece -> writers.add(writer(file, piece, problems)));
      writers.forEach(Thread::start);
      for (Thread writer : writers) {
        writer.join();
      }
      assertThat(problems).isEmpty();
      file.finish();
    }
    assertThat(film()).hasBinaryContent(CONTENT);
  }

  private static Thread writer(PartialFile file, int piece, List<Throwable> problems) {
    return new Thread(
        () -> {
          try {
            write(file, piece);
          } catch (IOException | RuntimeException | AssertionError e) {
            problems.add(e);
          }
        });
  }

  @Test
  void partialFileThatIsTooLong_isCut() throws IOException {
    Files.write(folder.resolve(part()), CONTENT);
    Files.write(folder.resolve(part()), new byte[99], StandardOpenOption.APPEND);
    try (PartialFile file = open()) {
      file.finish();
    }
    assertThat(film()).hasBinaryContent(CONTENT);
  }
}
