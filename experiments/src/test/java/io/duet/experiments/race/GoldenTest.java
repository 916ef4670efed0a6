package io.duet.experiments.race;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.simulation.Simulation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every overlay and preset does, event for event, what {@code golden.txt} recorded. A change that
 * alters behaviour on purpose replaces that file by the one that a failing run leaves in the build
 * folder. Such a change must state its reason.
 */
class GoldenTest {
  private static final Path RECORDED = Path.of("src/test/resources/golden.txt");
  private static final Path PLAYED = Path.of("target/golden.txt");

  @Test
  void everyOverlay_behavesAsRecorded() throws IOException {
    List<String> lines = GoldenRaces.overlays().stream().flatMap(GoldenTest::play).toList();
    Files.createDirectories(PLAYED.getParent());
    Files.write(PLAYED, lines, StandardCharsets.UTF_8);
    assertThat(lines).isEqualTo(Files.readAllLines(RECORDED, StandardCharsets.UTF_8));
  }

  /** Elsewhere in the tests messages are encoded and decoded; in races of users they are not. */
  @Test
  void everyOverlay_behavesTheSame_whenMessagesAreNotDecoded() throws IOException {
    String before = System.getProperty(Simulation.VERIFY, "false");
    System.setProperty(Simulation.VERIFY, "false");
    try {
      List<String> recorded = Files.readAllLines(RECORDED, StandardCharsets.UTF_8);
      for (String overlay : GoldenRaces.overlays()) {
        assertThat(recorded).contains(GoldenRaces.play(overlay, GoldenRaces.Scenario.ASSEMBLED));
      }
    } finally {
      System.setProperty(Simulation.VERIFY, before);
    }
  }

  private static Stream<String> play(String overlay) {
    return Stream.concat(
        Stream.of(GoldenRaces.Scenario.values())
            .map(scenario -> GoldenRaces.play(overlay, scenario)),
        Stream.of(GoldenPartition.play(overlay)));
  }
}
