package io.duet.daemon;

import io.duet.node.NodeEvent;
import io.duet.node.NodeListener;
import io.duet.node.Peer;
import io.duet.overlay.OverlayEvent;
import io.duet.overlay.Status;
import io.duet.rpc.RequestTimedOut;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/** Records the events of one node for its status. */
final class NodeEventRecorder implements NodeListener {
  private final NodeListener metrics;
  private final LocalPublications names;
  private final CompletableFuture<Duration> joined = new CompletableFuture<>();
  private final RequestLog events = new RequestLog();
  private final LongAdder timeouts = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder refused = new LongAdder();

  /** Records the events of a node, and passes them on to the metrics. */
  NodeEventRecorder(NodeListener metrics, LocalPublications names) {
    this.metrics = metrics;
    this.names = names;
  }

  @Override
  public void onEvent(Peer node, NodeEvent event) {
    metrics.onEvent(node, event);
    if (event instanceof OverlayEvent.Joined join) {
      joined.complete(Duration.ofNanos(join.durationNanos()));
    } else if (event instanceof OverlayEvent.Announced announced) {
      names.announced(announced.key(), announced.keeper());
    } else if (event instanceof OverlayEvent.RequestArrived arrived) {
      events.add(arrived);
    } else if (event instanceof RequestTimedOut) {
      timeouts.increment();
    } else if (event instanceof OverlayEvent.PeerDropped) {
      dropped.increment();
    } else if (event instanceof NodeEvent.MessageRefused) {
      refused.increment();
    }
  }

  /** Completes with the time that the node took to become a full member. */
  CompletableFuture<Duration> joined() {
    return joined.copy();
  }

  /** The request log of the node; empty if it keeps none. */
  RequestLog events() {
    return events;
  }

  /** The counters of errors so far. */
  Status.Facts errors() {
    return Status.Facts.of("errors")
        .with("requests timed out", timeouts.sum())
        .with("peers dropped", dropped.sum())
        .with("messages refused", refused.sum());
  }
}
