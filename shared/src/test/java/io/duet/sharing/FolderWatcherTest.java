package io.duet.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWatcherTest {
  @TempDir private Path folder;
  private final BlockingQueue<String> reported = new LinkedBlockingQueue<>();

  private FolderWatcher watch(Path watched) {
    return new FolderWatcher(
        watched,
        (name, bytes) -> reported.add("+" + name.text() + " " + bytes),
        name -> reported.add("-" + name.text()));
  }

  private String next() throws InterruptedException {
    return reported.poll(10, TimeUnit.SECONDS);
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void files_areReported_whenAddedChangedAndRemoved() throws Exception {
    write("below/a song", "la");
    try (FolderWatcher watch = watch(folder)) {
      assertThat(next()).isEqualTo("+below/a song 2");
      write("below/a song", "la la");
      assertThat(next()).isEqualTo("+below/a song 5");
      Files.delete(folder.resolve("below/a song"));
      assertThat(next()).isEqualTo("-below/a song");
    }
  }

  @Test
  void hiddenFilesAndLinksOut_areSkipped() throws Exception {
    write(".secret", "s");
    write(".hidden/b", "s");
    write("z", "");
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("z"));
    try (FolderWatcher watch = watch(folder)) {
      assertThat(next()).isEqualTo("+z 0");
      write("zz", "");
      assertThat(next()).isEqualTo("+zz 0");
    }
  }

  @Test
  void aFolderThatIsALink_isFollowed() throws Exception {
    write("real/a song", "la");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real"));
    try (FolderWatcher watch = watch(link)) {
      assertThat(next()).isEqualTo("+a song 2");
    }
  }

  /** A path of more than 4,096 bytes cannot be read, whatever rights the test runs with. */
  @Test
  void aSubfolderThatCannotBeRead_hidesNothingElse() throws Exception {
    Path upper = eightFolders(folder.resolve("shared"));
    Path lower = eightFolders(folder.resolve("moved"));
    Path top = folder.resolve("moved").relativize(lower).getName(0);
    write("shared/zz song", "la");
    Files.move(folder.resolve("moved").resolve(top), upper.resolve(top));
    try (FolderWatcher watch = watch(folder.resolve("shared"))) {
      assertThat(next()).isEqualTo("+zz song 2");
    } finally {
      Files.move(upper.resolve(top), folder.resolve("moved").resolve(top)); // to be deleted
    }
  }

  private static Path eightFolders(Path below) throws IOException {
    String names = String.join("/", Collections.nCopies(8, "d".repeat(255)));
    return Files.createDirectories(below.resolve(names));
  }

  @Test
  void aFolderThatIsGone_isNotTakenForAnEmptyOne() {
    assertThatThrownBy(() -> FolderSnapshot.in(folder.resolve("gone"), Map.of(), 5))
        .isInstanceOf(NoSuchFileException.class);
  }
}
