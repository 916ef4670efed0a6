package io.duet.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.http.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventLogTest {
  private final EventLog log = new EventLog(3);

  private void add(EventKind kind, int count) {
    for (int i = 0; i < count; i++) {
      log.add(kind, Map.of("hops", i));
    }
  }

  @Test
  void events_areNumbered_andReadFromANumberOn() {
    add(EventKind.REQUEST, 3);
    assertThat(log.since(1)).extracting(Event::number).containsExactly(1L, 2L);
    assertThat(log.since(log.next())).isEmpty();
  }

  @Test
  void manyRequests_doNotPushOutAJoin() {
    add(EventKind.JOIN, 1);
    add(EventKind.REQUEST, 10);
    assertThat(log.since(0)).extracting(Event::number).containsExactly(0L, 8L, 9L, 10L);
    assertThat(log.since(0).get(0).kind()).isEqualTo(EventKind.JOIN);
  }

  @Test
  void listener_receivesEveryEventInOrder() {
    List<Long> numbers = new ArrayList<>();
    log.listen(event -> numbers.add(event.number()));
    add(EventKind.SEARCH, 2);
    add(EventKind.ROLE, 1);
    assertThat(numbers).containsExactly(0L, 1L, 2L);
  }

  @Test
  void event_isAFlatObject_whoseFieldsCannotReplaceItsNumber() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("number", 77);
    fields.put("bytes", 5);
    log.add(EventKind.FILE, fields);
    fields.put("bytes", 6); // the log has a copy
    assertThat(Json.line(log.since(0).get(0).json()))
        .matches("\\{\"number\":0,\"at\":\"[^\"]+Z\",\"kind\":\"file\",\"bytes\":5}");
  }

  @Test
  void unknownKind_isRefusedWithTheKnownOnes() {
    assertThat(EventKind.of("download")).isEqualTo(EventKind.DOWNLOAD);
    assertThatThrownBy(() -> EventKind.of("downloads"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'downloads'")
        .hasMessageContaining("request, search, join");
  }

  @Test
  void kinds_areNamedInAList_andAnUnknownOneIsRefused() {
    assertThat(EventKind.setOf("upload,download"))
        .containsExactlyInAnyOrder(EventKind.UPLOAD, EventKind.DOWNLOAD);
    assertThatThrownBy(() -> EventKind.setOf("upload,films"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'films' is no kind of event; the kinds are request,");
  }
}
