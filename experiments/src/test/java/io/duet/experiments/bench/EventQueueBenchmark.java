package io.duet.experiments.bench;

import io.duet.simulation.EventQueue;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Events per second in the hold model: take the next event and add one at a random time after it.
 * So the number of pending events stays the same. Times ahead are exponential, as between
 * independent events.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms6g", "-Xmx6g", "-XX:+UseParallelGC"})
public class EventQueueBenchmark {
  private static final int BATCH = 100_000;
  private static final double MEAN_NANOS = 1e9;

  /** The queue that is measured: the simulation's own, or the platform's binary heap. */
  @Param({"CALENDAR", "BINARY_HEAP"})
  private Kind queue = Kind.CALENDAR;

  /** How many events are pending. */
  @Param({"100000", "10000000"})
  private int pending;

  private final long[] ahead = new long[1 << 16];
  private int next;
  private Held held = new Calendar();

  /** The queues that are compared. */
  public enum Kind {
    /** The simulation's. */
    CALENDAR,
    /** The yardstick: {@link PriorityQueue}. */
    BINARY_HEAP
  }

  private interface Held {
    void add(long time);

    long take();
  }

  private static final class Calendar implements Held {
    private final EventQueue<Object> queue = new EventQueue<>();
    private final Object payload = new Object();

    @Override
    public void add(long time) {
      queue.add(time, 0, payload);
    }

    @Override
    public long take() {
      long time = queue.nextTime();
      queue.take();
      return time;
    }
  }

  private static final class BinaryHeap implements Held {
    private record Event(long time, long order) {}

    private final PriorityQueue<Event> queue =
        new PriorityQueue<>(Comparator.comparingLong(Event::time).thenComparingLong(Event::order));
    private long order;

    @Override
    public void add(long time) {
      queue.add(new Event(time, order++));
    }

    @Override
    public long take() {
      return queue.remove().time();
    }
  }

  /** Draws the times ahead, so that only queues are measured, and fills the queue. */
  @Setup
  public void fill() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < ahead.length; i++) {
      ahead[i] = (long) (-Math.log(1 - random.nextDouble()) * MEAN_NANOS);
    }
    held = queue == Kind.CALENDAR ? new Calendar() : new BinaryHeap();
    for (int i = 0; i < pending; i++) {
      held.add(ahead() + i % 1_000);
    }
  }

  private long ahead() {
    return ahead[next++ & ahead.length - 1];
  }

  /** Takes an event and adds one. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long hold() {
    long time = 0;
    for (int i = 0; i < BATCH; i++) {
      time = held.take();
      held.add(time + ahead());
    }
    return time;
  }
}
