package io.duet.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderMonitorTest {
  @TempDir private Path temporary;
  private Path folder;
  private Database database;
  private SharedFolders folders;
  private FolderMonitor monitor;
  private final BlockingQueue<FileChange> changes = new LinkedBlockingQueue<>();

  @BeforeEach
  void start() throws IOException {
    folder = Files.createDirectories(temporary.toRealPath().resolve("shared"));
    database = Database.open(temporary.resolve("node.db"));
    folders = new SharedFolders(database, Runnable::run, changes::add);
    monitor = new FolderMonitor(folders, () -> {});
  }

  @AfterEach
  void stop() throws IOException {
    monitor.close();
    database.close();
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private FileChange next() throws InterruptedException {
    return changes.poll(10, TimeUnit.SECONDS);
  }

  private static void assertIs(FileChange change, Class<?> kind, String name) {
    assertThat(change).isInstanceOf(kind);
    assertThat(change.toString()).contains("text=" + name + "]");
  }

  @Test
  void changes_areReported() throws Exception {
    write("below/a song", "la");
    folders.share(folder);
    assertIs(next(), FileChange.Added.class, "below/a song");
    write("below/a song", "la la");
    assertIs(next(), FileChange.Changed.class, "below/a song");
    write("new/deep/song", "la");
    assertIs(next(), FileChange.Added.class, "new/deep/song");
    Files.delete(folder.resolve("below/a song"));
    assertIs(next(), FileChange.Removed.class, "below/a song");
  }

  /** A single file is polled, as is a folder where the system reports nothing. */
  @Test
  void changesOfASingleFile_areReported() throws Exception {
    write("a song", "la");
    folders.share(folder.resolve("a song"));
    assertIs(next(), FileChange.Added.class, "a song");
    write("a song", "la la");
    assertIs(next(), FileChange.Changed.class, "a song");
    Files.delete(folder.resolve("a song"));
    assertIs(next(), FileChange.Removed.class, "a song");
    write("a song", "la");
    assertIs(next(), FileChange.Added.class, "a song");
  }

  /** Between two looks of the monitor, too. */
  @Test
  void singleFileThatIsSharedAgain_isReportedAgain() throws Exception {
    write("a song", "la");
    folders.share(folder.resolve("a song"));
    assertIs(next(), FileChange.Added.class, "a song");
    folders.withdraw(folder.resolve("a song")).join();
    folders.share(folder.resolve("a song"));
    assertIs(next(), FileChange.Removed.class, "a song");
    assertIs(next(), FileChange.Added.class, "a song");
  }

  @Test
  void withdrawnFolder_isWatchedNoLonger() throws Exception {
    write("a", "1");
    folders.share(folder);
    assertIs(next(), FileChange.Added.class, "a");
    folders.withdraw(folder).join();
    assertIs(next(), FileChange.Removed.class, "a");
    write("b", "1");
    Path other = Files.createDirectory(temporary.toRealPath().resolve("other"));
    Files.writeString(other.resolve("c"), "1");
    folders.share(other);
    assertIs(next(), FileChange.Added.class, "c");
  }
}
