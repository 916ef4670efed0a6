package io.duet.experiments.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.duet.cli.FailureException;
import io.duet.experiments.study.Study;
import io.duet.experiments.study.StudyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExperimentFileTest {
  @TempDir private Path folder;

  private Experiment read(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("e.yaml"), yaml);
    return StudyFile.read(file).cases().get(0).draft().complete();
  }

  @Test
  void read_takesGivenFields_andCompletesTheRest() throws IOException {
    Experiment experiment =
        read("nodes: 16\noverlays: [chord, oracle]\nsettings:\n  chord:\n    successors: 3\n");
    assertThat(experiment.nodes()).isEqualTo(16);
    assertThat(experiment.overlays()).containsExactly("chord", "oracle");
    assertThat(experiment.settings().get("chord"))
        .containsEntry("successors", "3")
        .containsEntry("lookup", "iterative");
    assertThat(experiment.searches()).isEqualTo(5_000);
    assertThat(experiment.duration()).isEqualTo(Duration.ofSeconds(16));
  }

  @Test
  void write_isReadBackAsTheSameExperiment() throws IOException {
    Experiment experiment =
        read(
            "simulate: true\nseed: -7\nwarmUp: 1.5s\ncrash: 0.25\nsearchers: 3\n"
                + "replication: square-root\ncrashAs: refused\n");
    assertThat(read(ExperimentFile.write(experiment))).isEqualTo(experiment);
  }

  @Test
  void cases_changeTheExperiment_andAreNamedAfterTheirChanges() throws IOException {
    String cases = "\n  - {settings: {chord: {successors: 3}}, nodes: 9}\n  - {name: own, runs: 1}";
    Path file = folder.resolve("study.yaml");
    Files.writeString(file, "searches: 70\nruns: 2\ncases:" + cases);
    Study study = StudyFile.read(file);
    assertThat(study.cases())
        .extracting(Study.Case::name, Study.Case::runs)
        .containsExactly(tuple("successors=3 nodes=9", 2), tuple("own", 1));
    Experiment first = study.cases().get(0).draft().complete();
    assertThat(first.searches()).isEqualTo(70);
    assertThat(first.nodes()).isEqualTo(9);
    assertThat(first.settings().get("chord")).containsEntry("successors", "3");
  }

  @Test
  void largeNetworks_beginAssembled() throws IOException {
    assertThat(read("simulate: true\nnodes: 50000").start()).isEqualTo(Experiment.ASSEMBLED);
    assertThat(read("simulate: true\nnodes: 10000").start()).isEqualTo(Experiment.JOIN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "crashAs: silent | crashAs is 'silent', but must be refused or, in a simulation, silent",
        "nodes: 0 | nodes is '0', but must be a whole number from 1 to 1000",
        "nodes: many | nodes is 'many', but must be a whole number",
        "nodes: 99999999999 | nodes is '99999999999'",
        "name: ../up | name is '../up', but must be 1 to 64 letters",
        "nodez: 5 | unknown field 'nodez'; known are name, seed",
        "overlays: [chord, tapestry] | unknown overlay 'tapestry'; known are chord, flood",
        "overlays: [chord, chord] | overlay 'chord' is named twice",
        "crash: 1 | crash is '1', but must be a number from 0.0 to 0.95",
        "crash: NaN | crash is 'NaN'",
        "warmUp: soon | 'soon' is not a duration",
        "network: 'warp:9' | unknown network model",
        "searchers: 65 | searchers is '65', but must be a whole number from 1 to 64",
        "replication: often | replication is 'often', but must be uniform, proportional",
        "'{settings: {flood: {topology: ring}}}' | flood: topology is 'ring', but must be one of",
        "start: slowly | start is 'slowly', but must be join or assembled",
        "items: 5000 | items is '5000', but must be a whole number from 1 to 2000",
        "'{settings: {chord: {succesors: 3}}}' | chord: unknown setting 'succesors'",
        "'{settings: {chord: {successors: 0}}}' | chord: successors is '0', but must be",
        "'{settings: {chord: {lookup: sideways}}}' | lookup is 'sideways'",
        "'{settings: {pastry: {leaves: 3}}}' | unknown overlay 'pastry'",
        "'nodes: [1' | is not YAML",
        "'- nodes' | an experiment must be a list of fields",
        "'nodes:' | nodes has no value",
        "'settings: 3' | settings must be a list of names with values",
        "'settings: {chord: 3}' | chord must be a list of names with values",
        "'runs: x' | runs is x, but must be from 1 to",
        "'cases: 5' | cases must be a list of cases",
        "'chord.successors: 3' | unknown field 'chord.successors'"
      })
  void read_refusesInvalidFields(String yaml, String sentence) {
    String text = yaml.startsWith("'") ? yaml.substring(1, yaml.length() - 1) : yaml;
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void read_reportsAMissingFile() {
    assertThatThrownBy(() -> StudyFile.read(folder.resolve("none.yaml")))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("none.yaml");
  }
}
