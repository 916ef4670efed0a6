package io.duet.transfer;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whose pieces a node sends next. A few streams have a turn at the same time, so that their pieces
 * leave at full rate; the others wait and get theirs in rotation. A stream chooses its piece only
 * when its turn has come, by what it knows then. Thread-safe.
 */
public final class UploadTurns {

  /** A stream that waits for turns. */
  public interface Stream {
    /** The stream has a turn, until it ends it; may be called by any thread. */
    void onTurn(Turn turn);
  }

  /** The right to have one piece sent. */
  public final class Turn {
    private boolean ended;

    private Turn() {}

    /** Leaves the turn to another stream; further calls do nothing. */
    public void end() {
      synchronized (UploadTurns.this) {
        taken -= ended ? 0 : 1;
        ended = true;
      }
      grant();
    }
  }

  private final int max;
  private final Map<Stream, Integer> waiting =
      new LinkedHashMap<>(); // turns asked for, in rotation
  private int taken;

  /** Turns of which at most so many are taken at the same time, 1 or more. */
  public UploadTurns(int max) {
    this.max = max;
  }

  /** Asks for one more turn of a stream. */
  public void ask(Stream stream) {
    synchronized (this) {
      waiting.merge(stream, 1, Integer::sum);
    }
    grant();
  }

  /** Forgets what a stream has asked for; it keeps the turns that it has. */
  public synchronized void forget(Stream stream) {
    waiting.remove(stream);
  }

  private void grant() {
    for (Stream next = next(); next != null; next = next()) {
      next.onTurn(new Turn());
    }
  }

  private synchronized @Nullable Stream next() {
    if (taken >= max || waiting.isEmpty()) {
      return null;
    }
    taken++;
    Map.Entry<Stream, Integer> first = waiting.entrySet().iterator().next();
    Stream stream = first.getKey();
    int left = first.getValue() - 1;
    waiting.remove(stream);
    if (left > 0) {
      waiting.put(stream, left); // as the last one
    }
    return stream;
  }
}
