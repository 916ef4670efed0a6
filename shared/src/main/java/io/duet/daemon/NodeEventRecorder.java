package io.duet.daemon;

import io.duet.events.EventKind;
import io.duet.events.EventLog;
import io.duet.node.NodeEvent;
import io.duet.node.NodeListener;
import io.duet.node.Peer;
import io.duet.overlay.OverlayEvent;
import io.duet.overlay.Status;
import io.duet.rpc.RequestTimedOut;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/** Records the events of one node for its status and its event log. */
final class NodeEventRecorder implements NodeListener {
  private static final double NANOS_PER_MS = 1e6;

  private final NodeListener metrics;
  private final LocalPublications names;
  private final EventLog log;
  private final CompletableFuture<Duration> joined = new CompletableFuture<>();
  private final LongAdder timeouts = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder refused = new LongAdder();

  /** Records the events of a node, and passes them on to the metrics. */
  NodeEventRecorder(NodeListener metrics, LocalPublications names, EventLog log) {
    this.metrics = metrics;
    this.names = names;
    this.log = log;
  }

  @Override
  public void onEvent(Peer node, NodeEvent event) {
    metrics.onEvent(node, event);
    if (event instanceof OverlayEvent.Joined join) {
      joined.complete(Duration.ofNanos(join.durationNanos()));
      log(EventKind.JOIN, "peer", node, "as", "self", "ms", join.durationNanos() / NANOS_PER_MS);
    } else if (event instanceof OverlayEvent.Announced announced) {
      names.announced(announced.key(), announced.keeper());
    } else if (event instanceof RequestTimedOut) {
      timeouts.increment();
    } else if (event instanceof OverlayEvent.PeerDropped gone) {
      dropped.increment();
      log(EventKind.LEAVE, "peer", gone.peer());
    } else if (event instanceof NodeEvent.MessageRefused) {
      refused.increment();
    } else {
      logOnly(event);
    }
  }

  private void logOnly(NodeEvent event) {
    if (event instanceof OverlayEvent.RequestArrived it) {
      log(EventKind.REQUEST, "from", it.from(), "request", it.request(), "hops", it.hops());
    } else if (event instanceof OverlayEvent.SearchFinished it) {
      double ms = it.latencyNanos() / NANOS_PER_MS;
      log(EventKind.SEARCH, "found", it.answered(), "hops", it.hops(), "ms", ms);
    } else if (event instanceof OverlayEvent.PeerJoined it) {
      log(EventKind.JOIN, "peer", it.peer(), "as", it.as());
    } else if (event instanceof OverlayEvent.PeerLeft it) {
      log(EventKind.LEAVE, "peer", it.peer());
    } else if (event instanceof OverlayEvent.RoleChanged it) {
      log(EventKind.ROLE, "role", it.role());
    }
  }

  private void log(EventKind kind, Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
    }
    log.add(kind, fields);
  }

  /** Completes with the time that the node took to become a full member. */
  CompletableFuture<Duration> joined() {
    return joined.copy();
  }

  /** The counters of errors so far. */
  Status.Facts errors() {
    return Status.Facts.of("errors")
        .with("requests timed out", timeouts.sum())
        .with("peers dropped", dropped.sum())
        .with("messages refused", refused.sum());
  }
}
