package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results do not depend on the language of the machine. */
class LocaleTest {
  private static final Locale TURKISH = new Locale("tr", "TR"); // its lower case of I is not i

  @TempDir private Path folder;

  @Test
  void race_writesTheSameFilesForEveryLanguage() throws IOException, InterruptedException {
    Path turkish = race(TURKISH);
    Path english = race(Locale.UK);
    for (String file : List.of("summary.json", "lookups.csv", "experiment.yaml")) {
      assertThat(turkish.resolve(file)).hasSameBinaryContentAs(english.resolve(file));
    }
    assertThat(Files.readString(turkish.resolve("summary.json"))).contains("\"searches\"");
  }

  private Path race(Locale user) throws IOException, InterruptedException {
    Path results = folder.resolve(user.getLanguage());
    String out = "--out=" + results;
    try (DuetProcess process =
        DuetProcess.run(
            user, "race", "--simulate", "--nodes", "16", "--searches", "50", "--seed", "1", out)) {
      assertThat(process.awaitEnd()).isZero();
    }
    return results;
  }
}
