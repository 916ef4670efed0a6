package io.duet.overlay.spi;

import io.duet.node.Host;
import io.duet.overlay.OverlayEvent;
import io.duet.overlay.SearchResult;
import java.util.function.Consumer;

/** Reports to the host that its node has joined, and how each search ended, with durations. */
public final class LifecycleEvents {
  private final Host host;
  private long startedAt;
  private boolean joined;

  /** Nothing has happened yet; a node of an assembled network never starts, and counts from now. */
  public LifecycleEvents(Host host) {
    this.host = host;
    this.startedAt = host.nowNanos();
  }

  /** The node starts: the nanoseconds until it has joined count from now. */
  public void started() {
    startedAt = host.nowNanos();
  }

  /** The node has joined; this is reported once. */
  public void joined() {
    if (!joined) {
      joined = true;
      host.emit(new OverlayEvent.Joined(host.nowNanos() - startedAt));
    }
  }

  /** Whether the node has ever joined. */
  public boolean hasJoined() {
    return joined;
  }

  /** A search begins; its result is reported first and then passed on. */
  public Consumer<SearchResult> searching(Consumer<SearchResult> whenDone) {
    long begun = host.nowNanos();
    return answer -> {
      searched(answer.status() == SearchResult.Status.FOUND, answer.hops(), begun);
      whenDone.accept(answer);
    };
  }

  /** A search that began at that time ends. */
  public void searched(boolean found, int hops, long begunNanos) {
    host.emit(new OverlayEvent.SearchFinished(found, hops, host.nowNanos() - begunNanos));
  }
}
