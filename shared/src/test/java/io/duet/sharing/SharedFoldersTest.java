package io.duet.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.content.FileHasher;
import io.duet.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files get times long before the clock's, so that each scan takes them for settled. */
class SharedFoldersTest {
  @TempDir private Path temporary;
  private Path folder;
  private Database database;
  private SharedFolders folders;
  private final List<String> changes = Collections.synchronizedList(new ArrayList<>());
  private final Queue<Runnable> hashing = new ArrayDeque<>();
  private long time = 1_000;
  private long nowMs = 10_000_000;

  @BeforeEach
  void open() throws IOException {
    folder = Files.createDirectories(temporary.toRealPath().resolve("shared"));
    database = Database.open(temporary.resolve("node.db"));
    folders =
        new SharedFolders(database, hashing::add, change -> changes.add(text(change)), () -> nowMs);
  }

  @AfterEach
  void close() throws IOException {
    database.close();
  }

  private String text(FileChange change) {
    if (change instanceof FileChange.Added added) {
      return "+" + added.file().name().text();
    } else if (change instanceof FileChange.Removed removed) {
      return "-" + removed.file().name().text();
    }
    return "*" + ((FileChange.Changed) change).file().name().text();
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.fromMillis(time++));
    return file;
  }

  /** Scans one place, hashes what is asked for, and returns all changes in order of names. */
  private List<String> scan(Path place) throws IOException {
    folders.scan(folder, place);
    hashAll();
    return changes();
  }

  private void hashAll() {
    while (!hashing.isEmpty()) {
      hashing.remove().run();
    }
  }

  private List<String> changes() {
    database.write(connection -> true).join();
    List<String> sorted = changes.stream().sorted().toList();
    changes.clear();
    return sorted;
  }

  private List<String> shareAndScan() throws IOException {
    folders.share(folder).join();
    return scan(folder);
  }

  @Test
  void filesAreReported_whenAddedChangedAndRemoved() throws IOException {
    write("a", "1");
    write("below/b", "1");
    assertThat(shareAndScan()).containsExactly("+a", "+below/b");
    assertThat(scan(folder)).isEmpty();
    write("a", "2");
    Files.delete(folder.resolve("below/b"));
    assertThat(scan(folder)).containsExactly("*a", "-below/b");
  }

  @Test
  void catalogue_hasTheManifestOfEachFile() throws IOException {
    Path file = write("below/b", "content");
    shareAndScan();
    SharedFile shared = new Catalogue(database).get(file).orElseThrow();
    assertThat(shared.name().text()).isEqualTo("below/b");
    assertThat(new Catalogue(database).manifest(shared.id()))
        .contains(FileHasher.hash(file, read -> {}).manifest());
  }

  @Test
  void unchangedFiles_areNotHashedAfterARestart() throws IOException {
    write("a", "1");
    write("b", "1");
    shareAndScan();
    close();
    open();
    assertThat(folders.folders()).containsExactly(folder);
    write("b", "2");
    folders.scan(folder, folder);
    assertThat(hashing).hasSize(1);
    hashAll();
    assertThat(changes()).containsExactly("*b");
  }

  /** Same size and time, but another file: only its number in the file system differs. */
  @Test
  void replacedFile_isHashedAgain() throws IOException {
    Path file = write("a", "old");
    shareAndScan();
    Path other = write("b", "new");
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
    Files.move(other, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(scan(folder)).containsExactly("*a");
  }

  @Test
  void onePlace_isComparedAlone() throws IOException {
    write("a", "1");
    write("below/b", "1");
    shareAndScan();
    write("a", "2");
    write("below/b", "2");
    assertThat(scan(folder.resolve("below"))).containsExactly("*below/b");
    assertThat(scan(folder.resolve("a"))).containsExactly("*a");
    assertThat(scan(folder.resolve("never/was"))).isEmpty();
  }

  @Test
  void folderThatWasMovedAway_takesItsFilesWithIt() throws IOException {
    write("below/b", "1");
    write("belowc", "1");
    shareAndScan();
    Files.move(folder.resolve("below"), temporary.resolve("elsewhere"));
    assertThat(scan(folder.resolve("below"))).containsExactly("-below/b");
  }

  @Test
  void hiddenAndPartialFilesAndLinks_areSkipped() throws IOException {
    Path outside = Files.writeString(temporary.resolve("outside"), "secret");
    Path outsideFolder = Files.createDirectory(temporary.resolve("outer"));
    Files.writeString(outsideFolder.resolve("secret"), "secret");
    write(".hidden", "1");
    write(".git/config", "1");
    write("film.part", "1");
    Files.createSymbolicLink(folder.resolve("link"), outside);
    Files.createSymbolicLink(folder.resolve("linked"), outsideFolder);
    assertThat(shareAndScan()).isEmpty();
    for (String place : List.of(".hidden", ".git/config", "film.part", "link", "linked/secret")) {
      assertThat(scan(folder.resolve(place))).as(place).isEmpty();
    }
  }

  @Test
  void fileThatWasJustModified_isLeftToALaterScan() throws IOException {
    Path file = write("a", "1");
    nowMs = Files.getLastModifiedTime(file).toMillis() + 199;
    assertThat(shareAndScan()).isEmpty();
    assertThat(folders.unsettled()).containsExactly(file);
    assertThat(folders.isComplete(folder)).isFalse();
    nowMs++;
    assertThat(scan(file)).containsExactly("+a");
    assertThat(folders.unsettled()).isEmpty();
    assertThat(folders.isComplete(folder)).isTrue();
  }

  /** A clock of another machine may be ahead. */
  @Test
  void fileOfTheFuture_isHashedAtOnce() throws IOException {
    nowMs = Files.getLastModifiedTime(write("a", "1")).toMillis() - 1;
    assertThat(shareAndScan()).containsExactly("+a");
  }

  @Test
  void fileThatChangesBeforeItIsHashed_isLookedAtAgain() throws IOException {
    Path file = write("a", "1");
    folders.share(folder);
    folders.scan(folder, folder);
    Files.delete(file);
    hashAll();
    assertThat(changes()).isEmpty();
    assertThat(scan(folder)).isEmpty();
  }

  @Test
  void folderThatCannotBeRead_isNotTakenForAnEmptyOne() throws IOException {
    write("a", "1");
    shareAndScan();
    Path moved = Files.move(folder, temporary.resolve("unmounted"));
    assertThatThrownBy(() -> scan(folder)).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> scan(folder.resolve("a"))).isInstanceOf(NoSuchFileException.class);
    Files.move(moved, folder);
    assertThat(scan(folder)).isEmpty();
  }

  @Test
  void singleFile_isSharedUnderItsName() throws IOException {
    Path file = write("below/b", "1");
    folders.share(file).join();
    folders.scan(file, file);
    hashAll();
    assertThat(changes()).containsExactly("+b");
    Files.delete(file);
    folders.scan(file, file);
    assertThat(changes()).containsExactly("-b");
  }

  @Test
  void withdrawnFolder_losesItsFiles_alsoThoseBeingHashed() throws IOException {
    write("a", "1");
    shareAndScan();
    write("b", "1");
    folders.scan(folder, folder);
    folders.withdraw(folder).join();
    hashAll();
    assertThat(changes()).containsExactly("-a");
    assertThat(folders.folders()).isEmpty();
    assertThat(new Catalogue(database).count()).isZero();
  }

  @Test
  void moreSingleFilesThanFolders_canBeShared() throws Exception {
    for (int i = 0; i <= SharedFolders.FOLDERS_MAX; i++) {
      folders.share(write("song" + i, "la"));
    }
    assertThat(folders.folders()).hasSize(SharedFolders.FOLDERS_MAX + 1);
    for (int i = 0; i < SharedFolders.FOLDERS_MAX; i++) {
      folders.share(Files.createDirectory(folder.resolve("album" + i)));
    }
    Path more = Files.createDirectory(folder.resolve("more"));
    assertThatThrownBy(() -> folders.share(more)).hasMessage("at most 1,000 folders can be shared");
    folders.share(folder).join();
    assertThat(folders.folders()).containsExactly(folder);
  }

  @Test
  void whatIsInASharedFolder_isSharedAlready() throws IOException {
    write("below/b", "1");
    assertThat(shareAndScan()).containsExactly("+below/b");
    Path below = folder.resolve("below");
    assertThat(folders.share(below).join()).isEqualTo(below);
    assertThat(folders.isComplete(below)).isTrue();
    assertThat(folders.folders()).containsExactly(folder);
    assertThatThrownBy(() -> folders.share(folder.resolve("no")))
        .hasMessage(folder + "/no does not exist");
  }

  @Test
  void folder_replacesThoseInIt() throws IOException {
    Path file = write("below/b", "1");
    folders.share(file).join();
    folders.scan(file, file);
    hashAll();
    assertThat(changes()).containsExactly("+b");
    assertThat(shareAndScan()).containsExactly("*below/b");
    assertThat(folders.folders()).containsExactly(folder);
    folders.withdraw(folder).join();
    assertThat(changes()).containsExactly("-below/b");
  }

  /** Random changes on disk and scans of random places: a full scan makes all equal. */
  @Test
  void catalogue_followsTheFolder() throws IOException {
    folders.share(folder);
    Random random = new Random(4);
    Map<String, String> model = new TreeMap<>();
    for (int step = 0; step < 150; step++) {
      String name = "d" + random.nextInt(3) + "/f" + random.nextInt(3);
      if (random.nextBoolean()) {
        write(name, "text " + step);
        model.put(name, "text " + step);
      } else if (model.remove(name) != null) {
        Files.delete(folder.resolve(name));
      }
      boolean all = random.nextInt(4) == 0;
      scan(all ? folder : folder.resolve(name));
      assertThat(contents()).as("step %d", step).isEqualTo(model);
    }
  }

  /** What the catalogue has, by name, with the text that the manifest proves. */
  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (SharedFile file : new Catalogue(database).page("", 1_000)) {
      assertThat(FileHasher.hash(file.path(), read -> {}).manifest().id()).isEqualTo(file.id());
      contents.put(file.name().text(), Files.readString(file.path()));
    }
    return contents;
  }
}
