package io.duet.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.http.Json;
import org.junit.jupiter.api.Test;

class StatusTextTest {
  /** As of transfers: only a finished one has its size, and only a stalled one its obstacle. */
  @Test
  void rowsWithDifferentMembers_standBelowTheirOwnHeads() throws Exception {
    String rows =
        """
        [{"name": "a", "bytes": 12, "state": "done"},
         {"name": "long name", "state": "running", "obstacle": "no provider"},
         {"name": "c", "state": "failed", "bytes": null}]
        """;
    assertThat(StatusText.table(Json.tree(rows)))
        .isEqualTo(
            """
            name       bytes  state    obstacle
            a          12     done
            long name         running  no provider
            c                 failed
            """);
  }

  @Test
  void noRows_areNoText() throws Exception {
    assertThat(StatusText.table(Json.tree("[]"))).isEmpty();
  }
}
