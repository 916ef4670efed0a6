package io.duet.transfer;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whose pieces a node sends next. A few streams have a turn at the same time, so that their pieces
 * leave at full rate; the others wait. The next turn goes to the source that has the fewest turns,
 * in rotation, and among the streams of a source in rotation, too. So a source has one share,
 * however many streams it opens. A stream chooses its piece only when its turn has come, by what it
 * knows then. Thread-safe.
 */
public final class UploadTurns {

  /** A stream that waits for turns. */
  public interface Stream {
    /** What the stream shares its turns with: streams with equal sources have one share. */
    Object source();

    /** The stream has a turn, until it ends it; may be called by any thread. */
    void onTurn(Turn turn);
  }

  /** The right to have one piece sent. */
  public final class Turn {
    private final Source source;
    private boolean ended;

    private Turn(Source source) {
      this.source = source;
    }

    /** Leaves the turn to another stream; further calls do nothing. */
    public void end() {
      synchronized (UploadTurns.this) {
        if (!ended) {
          ended = true;
          taken--;
          source.taken--;
          forgetIfIdle(source);
        }
      }
      grant();
    }
  }

  /** The streams of one source. */
  private static final class Source {
    private final Object key;
    private final Map<Stream, Integer> waiting =
        new LinkedHashMap<>(); // turns asked for, in rotation
    private int taken;

    Source(Object key) {
      this.key = key;
    }

    Stream next() {
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

  private record Granted(Stream stream, Turn turn) {}

  private final int max;
  private final Map<Object, Source> sources =
      new LinkedHashMap<>(); // that wait or have turns, in rotation
  private int taken;

  /** Turns of which at most so many are taken at the same time, 1 or more. */
  public UploadTurns(int max) {
    this.max = max;
  }

  /** Asks for one more turn of a stream. */
  public void ask(Stream stream) {
    synchronized (this) {
      sources.computeIfAbsent(stream.source(), Source::new).waiting.merge(stream, 1, Integer::sum);
    }
    grant();
  }

  /** Forgets what a stream has asked for; it keeps the turns that it has. */
  public synchronized void forget(Stream stream) {
    Source source = sources.get(stream.source());
    if (source != null) {
      source.waiting.remove(stream);
      forgetIfIdle(source);
    }
  }

  private void forgetIfIdle(Source source) {
    if (source.taken == 0 && source.waiting.isEmpty()) {
      sources.remove(source.key, source);
    }
  }

  private void grant() {
    for (Granted next = next(); next != null; next = next()) {
      next.stream.onTurn(next.turn);
    }
  }

  private synchronized @Nullable Granted next() {
    Source source = taken < max ? withFewestTurns() : null;
    if (source == null) {
      return null;
    }
    taken++;
    source.taken++;
    sources.remove(source.key);
    sources.put(source.key, source); // as the last one
    return new Granted(source.next(), new Turn(source));
  }

  private @Nullable Source withFewestTurns() {
    Source fewest = null;
    for (Source each : sources.values()) {
      if (!each.waiting.isEmpty() && (fewest == null || each.taken < fewest.taken)) {
        fewest = each;
      }
    }
    return fewest;
  }
}
