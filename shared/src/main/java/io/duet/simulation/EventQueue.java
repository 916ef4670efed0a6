package io.duet.simulation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A queue of events by time and then by insertion order: a calendar queue with a small heap for the
 * slot that is being emptied.
 *
 * <p>Time is cut into slots of 2^shift ns; slot s of every "year" shares one linked list (R. Brown,
 * "Calendar queues", CACM 31(10), 1988). Events are stored in flat arrays, so that ten million of
 * them are a few objects for the garbage collector, and a cell is reused right after it is freed,
 * while it is in the cache. When the turn of a slot comes, its events of this year move to the
 * {@link EventHeap}, and so do later additions to it. Width and number of slots adapt to the
 * observed events.
 *
 * <p>Lists are last-in-first-out; a slot is emptied backwards, which restores the insertion order.
 *
 * @param <E> the type of events
 */
public final class EventQueue<E> {
  private static final int SLOTS_MIN = 16;
  private static final int SLOTS_MAX = 1 << 26;
  private static final int TAKEN_MIN = 4096; // fewer events do not determine the shape
  private static final int END = -1;
  private static final int STRIDE = 3; // a cell's longs: time, tag, next cell

  private final EventHeap heap = new EventHeap();
  private long[] cells = new long[STRIDE * SLOTS_MIN];
  private @Nullable Object[] events = new @Nullable Object[SLOTS_MIN];
  private int cellsUsed;
  private int free = END;

  private int[] heads = emptySlots(SLOTS_MIN);
  private int shift = 20;
  private long slot; // the heap holds all events of this slot and of earlier ones
  private int inSlots;
  private int[] turn = new int[SLOTS_MIN];

  private long work; // slots visited and cells skipped since the shape was last adapted
  private long taken; // events moved to the heap since then
  private long judgedAt; // the slot at that time
  private int sorted; // the largest heap since then

  /** The number of waiting events. */
  public int size() {
    return inSlots + heap.size();
  }

  /**
   * Adds an event.
   *
   * @param time nanoseconds of virtual time, not before that of the last event taken
   * @param tag any number that goes with the event
   */
  public void add(long time, long tag, E event) {
    if (time >>> shift <= slot) {
      heap.add(time, tag, event);
    } else {
      link(newCell(time, tag, event));
      if (++inSlots > 2 * heads.length && heads.length < SLOTS_MAX) {
        reshape(shift);
      }
    }
  }

  /** The time of the next event, or {@link Long#MAX_VALUE} if none waits. */
  public long nextTime() {
    return fillHeap() ? heap.minTime() : Long.MAX_VALUE;
  }

  /** The tag of the next event, which must exist. */
  public long nextTag() {
    return heap.minTag();
  }

  /** Removes the next event; read its time, with {@link #nextTime}, and its tag before. */
  @SuppressWarnings("unchecked") // only events of type E are added
  public E take() {
    if (!fillHeap()) {
      throw new IllegalStateException("no event waits");
    }
    return (E) heap.take();
  }

  private boolean fillHeap() {
    while (heap.size() == 0) {
      if (inSlots == 0) {
        return false;
      }
      if (work > 8L * (heads.length + taken)) {
        judgeShape();
      }
      slot++;
      work++;
      emptySlot((int) slot & heads.length - 1);
    }
    return true;
  }

  private void emptySlot(int index) {
    int count = unlinkTurn(index);
    while (count > 0) {
      int cell = turn[--count];
      heap.add(cells[STRIDE * cell], cells[STRIDE * cell + 1], release(cell));
      inSlots--;
      taken++;
    }
    sorted = Math.max(sorted, heap.size());
    if (taken > TAKEN_MIN + inSlots / 8) {
      judgeShape();
    }
  }

  /** Unlinks the cells of this year from a slot's list, newest first; the others stay linked. */
  private int unlinkTurn(int index) {
    int count = 0;
    int keptLast = END;
    for (int cell = heads[index], next; cell != END; cell = next) {
      next = (int) cells[STRIDE * cell + 2];
      if (cells[STRIDE * cell] >>> shift == slot) {
        turn = count < turn.length ? turn : Arrays.copyOf(turn, 2 * count);
        turn[count++] = cell;
        relink(index, keptLast, next);
      } else {
        keptLast = cell;
        work++;
      }
    }
    return count;
  }

  private void relink(int index, int previous, int next) {
    if (previous == END) {
      heads[index] = next;
    } else {
      cells[STRIDE * previous + 2] = next;
    }
  }

  /** Chooses the width of slots so that each has about two events, judging by the latest ones. */
  private void judgeShape() {
    long passed = Math.max(1, slot - judgedAt);
    int wanted = shift;
    if (taken == 0) {
      wanted = shiftToReach(earliest());
    } else if (passed > 4 * taken) {
      wanted = Math.min(40, shift + log2(passed / taken) - 1);
    } else if (taken > 6 * passed && sorted > 8) {
      wanted = Math.max(0, shift - log2(taken / passed) + 1);
    }
    if (wanted != shift || inSlots < heads.length / 16) {
      reshape(wanted);
    }
    work = 0;
    taken = 0;
    sorted = 0;
    judgedAt = slot;
  }

  private int shiftToReach(long time) {
    long gap = Math.max(1, time - (slot << shift));
    return Math.min(40, Math.max(shift, log2(gap)));
  }

  private long earliest() {
    long earliest = Long.MAX_VALUE;
    for (int head : heads) {
      for (int cell = head; cell != END; cell = (int) cells[STRIDE * cell + 2]) {
        earliest = Math.min(earliest, cells[STRIDE * cell]);
      }
    }
    return earliest;
  }

  /** Distributes the waiting events over slots of a new width, about one slot per event. */
  private void reshape(int newShift) {
    int[] old = heads;
    long start = (slot + 1 << shift) - 1; // events up to here are in the heap
    heads = emptySlots(slotsFor(inSlots));
    shift = newShift;
    slot = start >>> shift;
    judgedAt = slot;
    for (int head : old) {
      relinkAll(head);
    }
  }

  private void relinkAll(int head) {
    int reversed = END;
    for (int cell = head, next; cell != END; cell = next) {
      next = (int) cells[STRIDE * cell + 2];
      cells[STRIDE * cell + 2] = reversed;
      reversed = cell;
    }
    for (int cell = reversed, next; cell != END; cell = next) {
      next = (int) cells[STRIDE * cell + 2];
      linkOrSort(cell);
    }
  }

  /** A wider slot may already be open: then its events belong to the heap. */
  private void linkOrSort(int cell) {
    if (cells[STRIDE * cell] >>> shift > slot) {
      link(cell);
    } else {
      heap.add(cells[STRIDE * cell], cells[STRIDE * cell + 1], release(cell));
      inSlots--;
    }
  }

  private void link(int cell) {
    int index = (int) (cells[STRIDE * cell] >>> shift) & heads.length - 1;
    cells[STRIDE * cell + 2] = heads[index];
    heads[index] = cell;
  }

  private int newCell(long time, long tag, Object event) {
    int cell = free == END ? unusedCell() : free;
    if (cell == free) {
      free = (int) cells[STRIDE * cell + 2];
    }
    cells[STRIDE * cell] = time;
    cells[STRIDE * cell + 1] = tag;
    events[cell] = event;
    return cell;
  }

  private int unusedCell() {
    if (cellsUsed == events.length) {
      int larger = Math.addExact(cellsUsed, cellsUsed / 2);
      events = Arrays.copyOf(events, larger);
      cells = Arrays.copyOf(cells, Math.multiplyExact(STRIDE, larger));
    }
    return cellsUsed++;
  }

  private Object release(int cell) {
    Object event = events[cell];
    if (event == null) {
      throw new IllegalStateException("cell " + cell + " is empty");
    }
    events[cell] = null;
    cells[STRIDE * cell + 2] = free;
    free = cell;
    return event;
  }

  private static int slotsFor(int count) {
    int wanted = Integer.highestOneBit(Math.max(SLOTS_MIN, count)) * 2;
    return Math.min(SLOTS_MAX, wanted);
  }

  private static int log2(long value) {
    return 63 - Long.numberOfLeadingZeros(Math.max(1, value));
  }

  private static int[] emptySlots(int count) {
    int[] slots = new int[count];
    Arrays.fill(slots, END);
    return slots;
  }
}
