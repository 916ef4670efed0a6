package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.duet.client.StatusText;
import io.duet.http.Json;
import io.duet.overlay.Status;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatusJsonTest {
  private static final Status STATUS =
      Status.of("no predecessor")
          .with(Status.Facts.of("ring").with("records kept", 12L).with("whole", true))
          .with(
              new Status.Table(
                  "successor list",
                  List.of("place", "acknowledged by"),
                  List.of(List.of(1, "10.0.0.1:4000"), List.of(10, ""))))
          .with(new Status.Table("fingers", List.of("peer"), List.of()));

  private static JsonNode json(Status status) {
    return Json.mapper().valueToTree(StatusJson.of(status));
  }

  @Test
  void of_keepsNumbersAndTheOrder_andHasNullForEmptyCells() {
    assertThat(json(STATUS).toString())
        .isEqualTo(
            "{\"health\":\"no predecessor\","
                + "\"ring\":{\"records_kept\":12,\"whole\":true},"
                + "\"successor_list\":[{\"place\":1,\"acknowledged_by\":\"10.0.0.1:4000\"},"
                + "{\"place\":10,\"acknowledged_by\":null}],"
                + "\"fingers\":[]}");
  }

  @Test
  void text_alignsColumns_andLeavesEmptyTablesOut() {
    assertThat(StatusText.of(json(STATUS)))
        .isEqualTo(
            """
            health: no predecessor

            ring
              records kept  12
              whole         true

            successor list
              place  acknowledged by
              1      10.0.0.1:4000
              10
            """);
  }

  @Test
  void tables_areBounded() {
    List<List<?>> rows = IntStream.range(0, 1000).<List<?>>mapToObj(i -> List.of(i)).toList();
    JsonNode json = json(Status.of("").with(new Status.Table("t", List.of("n"), rows)));
    assertThat(json.get("t")).hasSize(Status.Table.ROWS_MAX);
    assertThat(json.at("/t/255/n").isInt()).isTrue();
  }
}
