package io.duet.netty.stream;

import io.duet.node.Key;
import io.duet.transfer.UploadTurns;
import io.duet.transfer.UploadTurns.Turn;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The turns of one peer: it wants some, is granted them one after another, and has a piece sent in
 * each. Apart from {@link #onTurn}, all is on the stream's event loop.
 */
final class StreamTurns implements UploadTurns.Stream {
  private static final int WANTED_MAX = 64;

  private final UploadTurns turns;
  private final long nanosMax; // of a turn, before another stream may have one as well
  private final EventLoop loop;
  private final Consumer<Key> onGranted;
  private final Queue<Key> wanted = new ArrayDeque<>(); // contents
  private final Queue<Turn> granted = new ArrayDeque<>(); // not used yet
  private @Nullable Runnable waiting; // for a turn
  private @Nullable Turn used;
  private boolean closed;

  /**
   * A stream without turns.
   *
   * @param onGranted is called for each turn with the content for which it was wanted
   */
  StreamTurns(UploadTurns turns, long nanosMax, EventLoop loop, Consumer<Key> onGranted) {
    this.turns = turns;
    this.nanosMax = nanosMax;
    this.loop = loop;
    this.onGranted = onGranted;
  }

  /** Asks for a turn; false if the peer has asked for too many. */
  boolean want(Key id) {
    if (wanted.size() + granted.size() >= WANTED_MAX) {
      return false;
    }
    wanted.add(id);
    turns.ask(this);
    return true;
  }

  @Override
  public void onTurn(Turn turn) {
    loop.execute(() -> accept(turn));
    loop.schedule(turn::end, nanosMax, TimeUnit.NANOSECONDS);
  }

  private void accept(Turn turn) {
    Runnable first = waiting;
    if (closed) {
      turn.end();
    } else if (first != null) {
      waiting = null;
      used = turn;
      first.run();
    } else {
      granted.add(turn);
      onGranted.accept(wanted.remove());
    }
  }

  /** The peer leaves a turn to others. */
  void pass() {
    Turn turn = granted.poll();
    if (turn != null) {
      turn.end();
    }
  }

  /** Uses a turn, at once if there is one, until {@link #end}. */
  void use(Runnable action) {
    used = granted.poll();
    if (used != null) {
      action.run();
    } else {
      waiting = action;
      turns.ask(this);
    }
  }

  /** Ends the turn that is used. */
  void end() {
    if (used != null) {
      used.end();
      used = null;
    }
  }

  /** Ends all turns. */
  void close() {
    closed = true;
    turns.forget(this);
    end();
    granted.forEach(Turn::end);
    granted.clear();
  }
}
