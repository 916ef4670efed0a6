package io.duet.overlay;

import io.duet.node.Host;
import java.util.function.Consumer;

/** Tells a host when its node takes part and how each of its searches ended, with the time. */
public final class Milestones {
  private final Host host;
  private long startedAt;
  private boolean joined;

  /** Nothing has happened yet; a node that never starts, but is assembled, counts from now. */
  public Milestones(Host host) {
    this.host = host;
    this.startedAt = host.nowNanos();
  }

  /** The node starts: the nanoseconds until it has joined count from now. */
  public void started() {
    startedAt = host.nowNanos();
  }

  /** The node takes part; that is told once. */
  public void joined() {
    if (!joined) {
      joined = true;
      host.emit(new OverlayEvent.Joined(host.nowNanos() - startedAt));
    }
  }

  /** Whether the node has ever taken part. */
  public boolean hasJoined() {
    return joined;
  }

  /** A search begins: who waits for its answer gets it after it was told. */
  public Consumer<Answer> searching(Consumer<Answer> whenDone) {
    long begun = host.nowNanos();
    return answer -> {
      searched(answer.status() == Answer.Status.FOUND, answer.hops(), begun);
      whenDone.accept(answer);
    };
  }

  /** A search that began at that time ends. */
  public void searched(boolean found, int hops, long begunNanos) {
    host.emit(new OverlayEvent.SearchFinished(found, hops, host.nowNanos() - begunNanos));
  }
}
