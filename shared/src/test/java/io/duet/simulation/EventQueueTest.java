package io.duet.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventQueueTest {

  /** How far ahead events are put, each a shape that a calendar queue may get wrong. */
  private enum Ahead implements LongUnaryOperator {
    SAME_TIME(r -> 0),
    FEW_TIMES(r -> (r & 3) * 1_000_000),
    NEAR(r -> r & 0xff),
    SPREAD(r -> r & 0x3fff_ffff),
    MESSAGES_AND_TIMERS(r -> (r & 15) == 0 ? 30_000_000_000L : 50_000_000 + (r >>> 8 & 0xff_ffff)),
    SPARSE(r -> (r & 7) == 0 ? r & 0xff_ffff_ffffL : r & 0xf);

    private final LongUnaryOperator delay;

    Ahead(LongUnaryOperator delay) {
      this.delay = delay;
    }

    @Override
    public long applyAsLong(long random) {
      return delay.applyAsLong(random & Long.MAX_VALUE);
    }
  }

  private record Event(long time, int order) {}

  @ParameterizedTest
  @EnumSource(Ahead.class)
  void take_givesWhatASortedQueueGives(Ahead ahead) {
    EventQueue<Event> queue = new EventQueue<>();
    PriorityQueue<Event> model =
        new PriorityQueue<>(Comparator.comparingLong(Event::time).thenComparingInt(Event::order));
    SplittableRandom random = new SplittableRandom(ahead.ordinal());
    long now = 0;
    for (int i = 0; i < 200_000; i++) {
      boolean growing = i / 20_000 % 2 == 0;
      if (model.isEmpty() || random.nextInt(8) < (growing ? 6 : 2)) {
        Event event = new Event(now + ahead.applyAsLong(random.nextLong()), i);
        queue.add(event.time, i, event);
        model.add(event);
      } else {
        Event expected = model.remove();
        assertThat(queue.nextTime()).isEqualTo(expected.time);
        assertThat(queue.nextTag()).isEqualTo(expected.order);
        assertThat(queue.take()).isSameAs(expected);
        now = expected.time;
      }
      assertThat(queue.size()).isEqualTo(model.size());
    }
    while (!model.isEmpty()) {
      assertThat(queue.take()).isSameAs(model.remove());
    }
  }

  @Test
  void nextTime_isFarthestWhenNothingWaits() {
    EventQueue<Event> queue = new EventQueue<>();
    assertThat(queue.nextTime()).isEqualTo(Long.MAX_VALUE);
    assertThatThrownBy(queue::take).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void nextTime_mayBeAskedBeforeEarlierEventsAreAdded() {
    EventQueue<String> queue = new EventQueue<>();
    queue.add(60_000_000_000L, 1, "late");
    assertThat(queue.nextTime()).isEqualTo(60_000_000_000L);
    queue.add(5, 2, "early");
    assertThat(queue.take()).isEqualTo("early");
    assertThat(queue.take()).isEqualTo("late");
  }
}
