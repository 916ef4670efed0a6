package io.duet.experiments.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MeasureTest {
  private JsonNode summary;

  @BeforeEach
  void read() throws Exception {
    summary =
        new ObjectMapper()
            .readTree(
                """
                {"overlays": [
                  {"overlay": "chord", "hops": {"mean": 3}, "shares": [0.5, 0.25], "none": null},
                  {"overlay": "chord:direct", "hops": {"mean": 2}}]}
                """);
  }

  private double of(String text) {
    return new Measure(text).of(summary);
  }

  @Test
  void of_followsThePathIntoTheOverlaysSummary() {
    assertThat(of("chord.hops.mean")).isEqualTo(3);
    assertThat(of("chord.shares.1")).isEqualTo(0.25);
    assertThat(of("chord:direct.hops.mean / chord.hops.mean")).isEqualTo(2 / 3.0);
    assertThat(of("chord.none")).isNaN();
  }

  @Test
  void of_refusesWhatIsNotThere() {
    assertThatThrownBy(() -> of("chord.speed"))
        .hasMessage("summaries have no figure 'chord.speed'");
    assertThatThrownBy(() -> of("flood.hops.mean"))
        .hasMessage("the experiment has no overlay 'flood'");
  }
}
