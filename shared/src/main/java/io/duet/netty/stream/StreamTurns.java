package io.duet.netty.stream;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.transfer.UploadTurns;
import io.duet.transfer.UploadTurns.Turn;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The turns of one peer: it wants some, is granted them one after another, and has a piece sent in
 * each. Streams from one IP address share their turns. Apart from {@link #onTurn}, all is on the
 * stream's event loop.
 */
final class StreamTurns implements UploadTurns.Stream {
  private static final int WANTED_MAX = 64;

  /** A turn in which nothing is read for so long no longer keeps others waiting. */
  private static final long STALLED_NANOS = 250_000_000L;

  private final UploadTurns turns;
  private final PeerAddress source; // an IP address
  private final long nanosMax; // of a turn, before another stream may have one as well
  private final EventLoop loop;
  private final Consumer<Key> onGranted;
  private final BooleanSupplier hasMoved;
  private final Queue<Key> wanted = new ArrayDeque<>(); // contents
  private final Queue<Turn> granted = new ArrayDeque<>(); // not used yet
  private @Nullable Runnable waiting; // for a turn
  private @Nullable Turn used;
  private boolean closed;

  /**
   * A stream without turns.
   *
   * @param peer whose IP address is the source of the stream
   * @param onGranted is called for each turn with the content for which it was wanted
   * @param hasMoved whether bytes of the piece in the turn that is used were sent since the last
   *     call
   */
  StreamTurns(
      UploadTurns turns,
      Peer peer,
      long nanosMax,
      EventLoop loop,
      Consumer<Key> onGranted,
      BooleanSupplier hasMoved) {
    this.turns = turns;
    this.source = new PeerAddress(peer.address().high(), peer.address().low(), 0);
    this.nanosMax = nanosMax;
    this.loop = loop;
    this.onGranted = onGranted;
    this.hasMoved = hasMoved;
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
  public Object source() {
    return source;
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
      use(turn, first);
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
    Turn turn = granted.poll();
    if (turn != null) {
      use(turn, action);
    } else {
      waiting = action;
      turns.ask(this);
    }
  }

  private void use(Turn turn, Runnable action) {
    used = turn;
    action.run();
    watch(turn);
  }

  /** Leaves a turn to others when nothing has moved in it for a while; its piece is still sent. */
  private void watch(Turn turn) {
    if (used == turn) {
      loop.schedule(() -> check(turn), STALLED_NANOS, TimeUnit.NANOSECONDS);
    }
  }

  private void check(Turn turn) {
    if (used != turn) {
      return;
    }
    if (hasMoved.getAsBoolean()) {
      watch(turn);
    } else {
      turn.end();
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
