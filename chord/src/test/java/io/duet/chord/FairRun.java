package io.duet.chord;

import io.duet.chord.ExploredWorld.Event;
import io.duet.chord.ExploredWorld.Kind;
import java.util.List;

/** Continues a world in which no node joins or ends any more, and every timer fires in turn. */
final class FairRun {
  private static final int ROUNDS_MAX = 24;
  private static final int EVENTS_MAX = 10_000;

  private final ExploredWorld world;
  private int events;

  FairRun(ExploredWorld world) {
    this.world = world;
  }

  /** Nothing if the ring becomes ideal, otherwise a sentence about what it is instead. */
  List<String> whatIsNotRepaired(int[] from) {
    int[] at = settled(from);
    for (int round = 0; round < ROUNDS_MAX && events < EVENTS_MAX; round++) {
      if (world.checker(at).isIdeal()) {
        return List.of();
      }
      at = ringAll(at);
    }
    return List.of("not repaired after " + events + " events: " + world.checker(at));
  }

  private int[] ringAll(int[] from) {
    int[] at = from;
    for (Event alarm : world.alarms(at)) {
      at = settled(world.after(at, alarm));
    }
    return at;
  }

  /** All messages are handled, and all requests without a reply have failed. */
  private int[] settled(int[] from) {
    int[] at = from;
    while (events < EVENTS_MAX) {
      List<Event> open =
          world.events(at).stream()
              .filter(event -> event.kind() == Kind.TAKES || event.kind() == Kind.FAILS)
              .toList();
      if (open.isEmpty()) {
        break;
      }
      events++;
      at = world.after(at, open.get(0));
    }
    return at;
  }
}
