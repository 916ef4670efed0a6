package io.duet.experiments.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.cli.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {

  @Test
  void names_shipped_areManyAndDistinct() {
    assertThat(Catalog.names(Catalog.SHIPPED)).hasSize(2_000).doesNotHaveDuplicates();
  }

  @Test
  void names_ofAFolder_areThePathsOfItsFilesInOrder(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("b/empty"));
    Files.createFile(folder.resolve("b/one.txt"));
    Files.createFile(folder.resolve("a.txt"));
    assertThat(Catalog.names(folder.toString())).containsExactly("a.txt", "b/one.txt");
  }

  @Test
  void names_refusesWhatIsNoFolderOfFiles(@TempDir Path folder) {
    assertThatThrownBy(() -> Catalog.names(folder.toString()))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("contains no files");
    assertThatThrownBy(() -> Catalog.names(folder.resolve("missing").toString()))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("missing is not a readable folder");
  }
}
