package io.duet.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of four files of one byte, which makes five entries with the folder itself. */
class FolderSnapshotTest {
  @TempDir private Path folder;

  @BeforeEach
  void fill() throws IOException {
    for (String name : new String[] {"a", "b", "c", "d"}) {
      Files.writeString(folder.resolve(name), name);
    }
  }

  private static Map<String, Long> oneByteEach(String... names) {
    Map<String, Long> sizes = new LinkedHashMap<>();
    for (String name : names) {
      sizes.put(name, 1L);
    }
    return sizes;
  }

  @Test
  void folderWithinTheBound_isReadCompletely() throws IOException {
    FolderSnapshot files = FolderSnapshot.in(folder, oneByteEach("gone"), 5);
    assertThat(files.sizes()).isEqualTo(oneByteEach("a", "b", "c", "d"));
    assertThat(files.problem()).isNull();
  }

  @Test
  void folderBeyondTheBound_isReadInPart_withAProblem() throws IOException {
    FolderSnapshot files = FolderSnapshot.in(folder, Map.of(), 2);
    assertThat(files.sizes()).hasSizeBetween(1, 2);
    assertThat(files.problem()).hasMessage("more than 2 files and folders");
  }

  /**
   * A snapshot beyond its bound of files keeps every known file that still exists. The listing
   * reaches only one of the four, in any order of the folder.
   */
  @Test
  void folderBeyondTheBound_losesNothingThatIsThere() throws IOException {
    Map<String, Long> known = oneByteEach("a", "b", "c", "d", "gone");
    FolderSnapshot files = FolderSnapshot.in(folder, known, 1);
    assertThat(files.sizes()).isEqualTo(oneByteEach("a", "b", "c", "d"));
  }
}
