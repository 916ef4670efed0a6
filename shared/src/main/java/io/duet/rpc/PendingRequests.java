package io.duet.rpc;

import io.duet.node.Host;
import io.duet.node.Peer;
import io.duet.node.Timer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A node's pending requests: request id to deadline and continuation. Protocols send through {@link
 * PeerRequests}, which measures and retries on top of it.
 *
 * <p>It uses only {@link Host}, so deadlines pass in simulations as on sockets. Ids are assigned in
 * sequence, so the slot of a request is its id modulo the size of the table. One timer serves all
 * requests: it is set for the earliest deadline, and when it fires the table is scanned.
 */
public final class PendingRequests {

  /** The timer that the owning node must hand to {@link #onTimer()}. */
  public enum Expiry implements Timer {
    /** Some deadline may have passed. */
    DUE
  }

  /** Creates a request once its id is known. */
  @FunctionalInterface
  public interface Template<R extends Reply> {
    /** The request with this id. */
    Request<R> withId(int requestId);
  }

  /** A request that waits for its reply until the deadline; or, if late, for a reply after it. */
  private record Pending(
      int id, Peer peer, Class<?> type, long deadline, ReplyHandler<?> handler, boolean late) {
    Pending asLate() {
      return new Pending(id, peer, type, deadline + LATE_NANOS_MAX, handler, true);
    }
  }

  /** The largest number of pending requests; one more fails at once. */
  public static final int PENDING_MAX = 1 << 16;

  /** The time in nanoseconds after a deadline for which a late reply is accepted. */
  public static final long LATE_NANOS_MAX = 4_000_000_000L;

  /** The largest number of requests that are kept for late replies. */
  private static final int LATE_MAX = 64;

  private static final @Nullable Pending[] NONE = new @Nullable Pending[0];

  private final Host host;
  private @Nullable Pending[] slots = NONE;
  private int size; // of occupied slots
  private int late; // of these
  private int nextId;
  private long armedFor = Long.MAX_VALUE;

  /** An empty table for the node on this host. */
  public PendingRequests(Host host) {
    this.host = host;
  }

  /** The number of pending requests. */
  public int size() {
    return size - late;
  }

  /** Sends a request that fails after {@code timeoutNanos} nanoseconds without a reply. */
  public <R extends Reply> void send(
      Peer to, Template<R> template, long timeoutNanos, ReplyHandler<R> handler) {
    if (size >= PENDING_MAX) {
      handler.onFailure();
      return;
    }
    Request<R> request = template.withId(freeId());
    long deadline = host.nowNanos() + timeoutNanos;
    put(new Pending(request.requestId(), to, request.replyType(), deadline, handler, false));
    arm(deadline);
    host.send(to, request);
  }

  /**
   * Passes a reply to the continuation that waits for it, in time or late; returns false if the
   * reply fits no request: another peer, another type, or far too late.
   */
  @SuppressWarnings("unchecked") // the type was checked against the request's own reply type
  public boolean onReply(Peer from, Reply reply) {
    Pending pending = at(reply.requestId());
    if (pending == null || !pending.peer.equals(from) || !pending.type.isInstance(reply)) {
      return false;
    }
    remove(pending);
    ReplyHandler<Reply> handler = (ReplyHandler<Reply>) pending.handler;
    if (pending.late) {
      handler.onLateReply(reply);
    } else {
      handler.onReply(reply);
    }
    return true;
  }

  /** Fails the requests whose deadline has passed; to be called for {@link Expiry#DUE}. */
  public void onTimer() {
    long now = host.nowNanos();
    if (now < armedFor) {
      return; // an earlier timer that a nearer deadline has replaced
    }
    armedFor = Long.MAX_VALUE;
    for (Pending pending : slots.clone()) {
      if (pending != null && pending.deadline <= now && at(pending.id) == pending) {
        expire(pending);
      }
    }
    armForEarliest();
  }

  private void expire(Pending pending) {
    if (pending.late || late >= LATE_MAX) {
      remove(pending);
    } else {
      slots[pending.id & slots.length - 1] = pending.asLate();
      late++;
    }
    if (!pending.late) {
      host.emit(new RequestTimedOut(pending.peer));
      pending.handler.onFailure();
    }
  }

  /** Fails every request to this peer; late replies are still accepted. */
  public void onUnreachable(Peer peer) {
    for (Pending pending : slots.clone()) {
      if (pending != null
          && !pending.late
          && pending.peer.equals(peer)
          && at(pending.id) == pending) {
        fail(pending);
      }
    }
  }

  private void fail(Pending pending) {
    remove(pending);
    pending.handler.onFailure();
  }

  private void armForEarliest() {
    long earliest = Long.MAX_VALUE;
    for (Pending pending : slots) {
      boolean due = pending != null && !pending.late; // late ones are swept with others
      earliest = due ? Math.min(earliest, pending.deadline) : earliest;
    }
    if (earliest != Long.MAX_VALUE) {
      arm(earliest);
    }
  }

  private void arm(long deadline) {
    if (deadline < armedFor) {
      armedFor = deadline;
      host.setTimer(Expiry.DUE, Math.max(0, deadline - host.nowNanos()));
    }
  }

  private @Nullable Pending at(int id) {
    Pending pending = slots.length == 0 ? null : slots[id & slots.length - 1];
    return pending != null && pending.id == id ? pending : null;
  }

  private int freeId() {
    if (slots.length == 0) {
      slots = new @Nullable Pending[4];
      nextId = host.random().nextInt();
    }
    if (size > slots.length / 2) {
      grow();
    }
    while (slots[nextId & slots.length - 1] != null) {
      nextId++;
    }
    return nextId++;
  }

  private void grow() {
    @Nullable Pending[] old = slots;
    slots = new @Nullable Pending[old.length * 2];
    Arrays.stream(old).filter(p -> p != null).forEach(p -> slots[p.id & slots.length - 1] = p);
  }

  private void put(Pending pending) {
    slots[pending.id & slots.length - 1] = pending;
    size++;
  }

  private void remove(Pending pending) {
    slots[pending.id & slots.length - 1] = null;
    late -= pending.late ? 1 : 0;
    if (--size == 0) {
      slots = slots.length > 64 ? NONE : slots;
    }
  }
}
