package io.duet.experiments.report;

import io.duet.cli.FailureException;
import io.duet.experiments.experiment.ExperimentFile;
import io.duet.experiments.result.RaceResult;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The files of a race or a study in one folder; each is written completely or not at all. */
public final class RaceFiles {
  private final Path folder;

  private interface Content {
    void writeTo(Writer out) throws IOException;
  }

  /**
   * The files in this folder, which is created if necessary.
   *
   * @throws FailureException if nothing can be written there
   */
  public RaceFiles(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".duet", ".tmp"));
    } catch (IOException e) {
      throw new FailureException("cannot write to the output folder " + folder, e);
    }
  }

  /** Writes all files, replaces existing ones, and returns the summary. */
  public SummaryFile write(RaceResult race) {
    SummaryFile summary = SummaryFile.of(race);
    write("experiment.yaml", ExperimentFile.write(race.experiment()));
    write("lookups.csv", out -> LookupsFile.write(race, out));
    if (race.experiment().fetchBytes() > 0) {
      write("fetches.csv", out -> FetchesFile.write(race, out));
    }
    write("summary.json", summary.json());
    write("wall.json", WallTimes.of(race).json());
    write("report.html", HtmlReport.of(race, summary.overlays()));
    return summary;
  }

  /** Writes a further file, or replaces it. */
  public void write(String name, String text) {
    write(name, out -> out.write(text));
  }

  private void write(String name, Content content) {
    Path file = folder.resolve(name);
    try {
      Path unfinished = folder.resolve("." + name + ".unfinished");
      try (Writer out = Files.newBufferedWriter(unfinished)) {
        content.writeTo(out);
      }
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new FailureException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
