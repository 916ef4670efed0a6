package io.duet.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.transfer.UploadTurns.Turn;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class UploadTurnsTest {
  private final UploadTurns turns = new UploadTurns(2);
  private final List<String> granted = new ArrayList<>();
  private final Queue<Turn> open = new ArrayDeque<>();
  private final UploadTurns.Stream a = stream("a");
  private final UploadTurns.Stream b = stream("b");
  private final UploadTurns.Stream c = stream("c");

  private UploadTurns.Stream stream(String name) {
    return stream(name, name);
  }

  private UploadTurns.Stream stream(String name, String source) {
    return new UploadTurns.Stream() {
      @Override
      public Object source() {
        return source;
      }

      @Override
      public void onTurn(Turn turn) {
        granted.add(name);
        open.add(turn);
      }
    };
  }

  private void endAll() {
    while (!open.isEmpty()) {
      open.remove().end();
    }
  }

  @Test
  void streams_haveTurnsInRotation() {
    for (int i = 0; i < 3; i++) {
      turns.ask(a);
    }
    turns.ask(b);
    turns.ask(c);
    assertThat(granted).containsExactly("a", "a");
    endAll();
    assertThat(granted).containsExactly("a", "a", "b", "a", "c");
  }

  @Test
  void source_hasOneShare_howeverManyStreamsItOpens() {
    for (String name : List.of("x1", "x2", "x3", "x4")) {
      turns.ask(stream(name, "x"));
    }
    turns.ask(a);
    turns.ask(a);
    assertThat(granted).containsExactly("x1", "x2");
    endAll();
    assertThat(granted).containsExactly("x1", "x2", "a", "x3", "a", "x4");
  }

  @Test
  void sourceThatKeepsATurn_leavesTheOthers() {
    turns.ask(a);
    turns.ask(a);
    turns.ask(a);
    turns.ask(b);
    turns.ask(b);
    turns.ask(b);
    open.remove(); // is kept
    for (int i = 0; i < 3; i++) {
      open.remove().end();
    }
    assertThat(granted).containsExactly("a", "a", "b", "b", "b");
  }

  @Test
  void turnThatEndsTwice_isLeftOnce() {
    turns.ask(a);
    turns.ask(a);
    turns.ask(b);
    turns.ask(c);
    Turn first = open.remove();
    first.end();
    first.end();
    assertThat(granted).containsExactly("a", "a", "b");
  }

  @Test
  void forgottenStream_isPassedOver() {
    turns.ask(a);
    turns.ask(b);
    turns.ask(a);
    turns.ask(c);
    turns.forget(a);
    endAll();
    assertThat(granted).containsExactly("a", "b", "c");
  }
}
