package io.duet.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.content.FileHasher;
import io.duet.content.Manifest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FinishedFilesTest {
  @TempDir private Path folder;

  private Manifest add(FinishedFiles files, String name) throws Exception {
    Path file = Files.writeString(folder.resolve(name), name);
    Manifest manifest = FileHasher.hash(file, read -> {}).manifest();
    files.add(manifest, file);
    return manifest;
  }

  @Test
  void fileThatIsWithdrawn_isServedNoLonger() throws Exception {
    FinishedFiles files = new FinishedFiles();
    Manifest film = add(files, "film");
    Manifest song = add(files, "song");
    assertThat(files.get(film.id())).isNotNull();
    files.removeBelow(folder.resolve("film"));
    assertThat(files.get(film.id())).isNull();
    assertThat(files.get(song.id())).isNotNull();
    files.removeBelow(folder);
    assertThat(files.get(song.id())).isNull();
  }
}
