package io.duet.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of four files, which makes five entries with the folder itself. */
class FolderScanTest {
  @TempDir private Path temporary;
  private Path folder;
  private final Set<Path> all = new LinkedHashSet<>();

  @BeforeEach
  void fill() throws IOException {
    folder = temporary.toRealPath();
    for (String name : new String[] {"a", "b", "c", "d"}) {
      all.add(Files.writeString(folder.resolve(name), name));
    }
  }

  @Test
  void folderWithinTheBound_isReadCompletely() throws IOException {
    FolderScan scan = FolderScan.of(folder, folder, Set.of(folder.resolve("gone")), 5);
    assertThat(scan.files()).containsOnlyKeys(all);
    assertThat(scan.problem()).isNull();
  }

  @Test
  void folderBeyondTheBound_isReadInPart_withAProblem() throws IOException {
    FolderScan scan = FolderScan.of(folder, folder, Set.of(), 2);
    assertThat(scan.files()).hasSizeBetween(1, 2);
    assertThat(scan.problem()).hasMessage("more than 2 files and folders");
  }

  @Test
  void folderBeyondTheBound_losesNothingThatIsThere() throws IOException {
    Set<Path> known = new LinkedHashSet<>(all);
    known.add(folder.resolve("gone"));
    assertThat(FolderScan.of(folder, folder, known, 1).files()).containsOnlyKeys(all);
  }

  @Test
  void folderThatIsGone_isAnError() {
    Path gone = folder.resolve("gone");
    assertThatThrownBy(() -> FolderScan.of(gone, gone, Set.of(), 5))
        .isInstanceOf(NoSuchFileException.class);
  }
}
