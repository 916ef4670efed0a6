package io.duet.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWatchTest {
  @TempDir private Path folder;
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  private FolderWatch watch() {
    return new FolderWatch(
        folder,
        (name, bytes) -> told.add("+" + name.text() + " " + bytes),
        name -> told.add("-" + name.text()));
  }

  private String next() throws InterruptedException {
    return told.poll(10, TimeUnit.SECONDS);
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void files_areToldAsTheyCome_changeInSize_andGo() throws Exception {
    write("below/a song", "la");
    try (FolderWatch watch = watch()) {
      assertThat(next()).isEqualTo("+below/a song 2");
      write("below/a song", "la la");
      assertThat(next()).isEqualTo("+below/a song 5");
      Files.delete(folder.resolve("below/a song"));
      assertThat(next()).isEqualTo("-below/a song");
    }
  }

  @Test
  void hiddenFilesAndLinksOut_arePassedOver() throws Exception {
    write(".secret", "s");
    write(".hidden/b", "s");
    write("z", "");
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("z"));
    try (FolderWatch watch = watch()) {
      assertThat(next()).isEqualTo("+z 0");
      write("zz", "");
      assertThat(next()).isEqualTo("+zz 0");
    }
  }
}
