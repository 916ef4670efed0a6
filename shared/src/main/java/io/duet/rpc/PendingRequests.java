package io.duet.rpc;

import io.duet.node.Host;
import io.duet.node.NodeEvent;
import io.duet.node.PeerAddress;
import io.duet.node.Timer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A node's pending requests: request id to deadline and continuation.
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

  private record Pending(
      int id, PeerAddress peer, Class<?> type, long deadline, ReplyHandler<?> handler) {}

  /** The largest number of pending requests; one more fails at once. */
  public static final int PENDING_MAX = 1 << 16;

  private static final @Nullable Pending[] NONE = new @Nullable Pending[0];

  private final Host host;
  private @Nullable Pending[] slots = NONE;
  private int size;
  private int nextId;
  private long armedFor = Long.MAX_VALUE;

  /** An empty table for the node on this host. */
  public PendingRequests(Host host) {
    this.host = host;
  }

  /** The number of pending requests. */
  public int size() {
    return size;
  }

  /** Sends a request that fails after {@code timeoutNanos} nanoseconds without a reply. */
  public <R extends Reply> void send(
      PeerAddress to, Template<R> template, long timeoutNanos, ReplyHandler<R> handler) {
    if (size >= PENDING_MAX) {
      handler.onFailure();
      return;
    }
    Request<R> request = template.withId(freeId());
    long deadline = host.nowNanos() + timeoutNanos;
    put(new Pending(request.requestId(), to, request.replyType(), deadline, handler));
    arm(deadline);
    host.send(to, request);
  }

  /**
   * Passes a reply to the continuation that waits for it; returns false if the reply fits no
   * pending request: another peer, another type, or too late.
   */
  @SuppressWarnings("unchecked") // the type was checked against the request's own reply type
  public boolean onReply(PeerAddress from, Reply reply) {
    Pending pending = at(reply.requestId());
    if (pending == null || !pending.peer.equals(from) || !pending.type.isInstance(reply)) {
      return false;
    }
    remove(pending);
    ((ReplyHandler<Reply>) pending.handler).onReply(reply);
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
        host.emit(new NodeEvent.RequestTimedOut(pending.peer));
        fail(pending);
      }
    }
    armForEarliest();
  }

  /** Fails every request to this peer. */
  public void onUnreachable(PeerAddress peer) {
    for (Pending pending : slots.clone()) {
      if (pending != null && pending.peer.equals(peer) && at(pending.id) == pending) {
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
      earliest = pending == null ? earliest : Math.min(earliest, pending.deadline);
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
    if (--size == 0) {
      slots = slots.length > 64 ? NONE : slots;
    }
  }
}
