package io.duet.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  private static final Path HOME = Path.of("/home/ada");

  @TempDir private Path folder;

  @Test
  void newFolder_belongsToItsUserAlone() throws IOException {
    try (DataFolder data = DataFolder.open(folder.resolve("a/b"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.path())))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void secondNode_isRefused_untilTheFirstEnds() throws IOException {
    try (DataFolder first = DataFolder.open(folder)) {
      assertThatThrownBy(() -> DataFolder.open(folder))
          .isInstanceOf(StoreException.class)
          .hasMessage("another node uses the data folder " + first.path());
    }
    DataFolder.open(folder).close();
  }

  @Test
  void nodesWithoutAFolderOfTheirOwn_getNumberedOnes() throws IOException {
    Path usual = folder.resolve("chord");
    try (DataFolder first = DataFolder.openUnused(usual);
        DataFolder second = DataFolder.openUnused(usual)) {
      assertThat(first.path()).isEqualTo(usual);
      assertThat(second.path()).isEqualTo(folder.resolve("chord-2"));
    }
    DataFolder again = DataFolder.openUnused(usual);
    assertThat(again.path()).isEqualTo(usual);
    again.close();
  }

  @Test
  void pathThatIsAFile_isRefused() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> DataFolder.open(file))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("the data folder " + file + " cannot be used");
  }

  @Test
  void libraryOfAKilledProcess_isDeleted() throws IOException {
    Path left = Files.createDirectory(folder.resolve("native")).resolve("libsqlitejdbc.so");
    Files.createFile(left);
    DataFolder.open(folder).close();
    assertThat(left).doesNotExist();
  }

  @Test
  void usualFolder_followsTheSystem() {
    assertThat(DataFolder.usual("Linux", Map.of(), HOME))
        .isEqualTo(HOME.resolve(".local/share/duet"));
    assertThat(DataFolder.usual("Linux", Map.of("XDG_DATA_HOME", "/data"), HOME))
        .isEqualTo(Path.of("/data/duet"));
    assertThat(DataFolder.usual("Mac OS X", Map.of(), HOME))
        .isEqualTo(HOME.resolve("Library/Application Support/Duet"));
    assertThat(DataFolder.usual("Windows 11", Map.of("LOCALAPPDATA", "/local"), HOME))
        .isEqualTo(Path.of("/local/Duet"));
  }

  @Test
  void relativeVariable_isIgnored() {
    assertThat(DataFolder.usual("Linux", Map.of("XDG_DATA_HOME", "data"), HOME))
        .isEqualTo(HOME.resolve(".local/share/duet"));
  }
}
