package io.duet.rpc;

import io.duet.node.Host;
import io.duet.node.Peer;
import io.duet.node.Timer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The pending attempts of a node's {@link PeerRequests}, by request id.
 *
 * <p>It uses only {@link Host}, so deadlines pass in simulations as on sockets. Ids are assigned in
 * sequence, so the slot of an attempt is its id modulo the size of the table. One timer serves all
 * attempts: it is set for the earliest deadline, and when it fires the table is scanned.
 */
public final class PendingRequests {

  /** The timer that the owning node must hand to {@link PeerRequests#onTimer()}. */
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

  /** Waits for its reply until the deadline; or, if late, for a reply after it. */
  private record Attempt(
      int id,
      Class<?> type,
      Peer peer,
      ReplyHandler<?> handler,
      long sentAt,
      long deadline,
      boolean measured,
      boolean late) {
    Attempt asLate() {
      long until = deadline + LATE_NANOS_MAX;
      return new Attempt(id, type, peer, handler, sentAt, until, measured, true);
    }
  }

  /** The largest number of pending attempts; one more fails at once. */
  public static final int PENDING_MAX = 1 << 16;

  /** The time in nanoseconds after a deadline for which a late reply is accepted. */
  public static final long LATE_NANOS_MAX = 4_000_000_000L;

  /** The largest number of attempts that are kept for late replies. */
  private static final int LATE_MAX = 64;

  private static final @Nullable Attempt[] NONE = new @Nullable Attempt[0];

  final RttEstimator roundTrips = new RttEstimator();
  private final Host host;
  private @Nullable Attempt[] slots = NONE;
  private int size; // of occupied slots
  private int late; // of these
  private int nextId;
  private long armedFor = Long.MAX_VALUE;

  PendingRequests(Host host) {
    this.host = host;
  }

  int size() {
    return size - late;
  }

  /**
   * Sends one attempt, which fails after {@code timeoutNanos} without a reply.
   *
   * @param measured whether its reply, or failure, counts for the round-trip estimate
   */
  <R extends Reply> void send(
      Peer peer,
      Template<R> template,
      long timeoutNanos,
      boolean measured,
      ReplyHandler<R> handler) {
    if (size >= PENDING_MAX) {
      failed(measured, handler);
      return;
    }
    Request<R> request = template.withId(freeId());
    Class<R> type = request.replyType();
    long now = host.nowNanos();
    long deadline = now + timeoutNanos;
    int id = request.requestId();
    slots[id & slots.length - 1] =
        new Attempt(id, type, peer, handler, now, deadline, measured, false);
    size++;
    arm(deadline);
    host.send(peer, request);
  }

  private void failed(boolean measured, ReplyHandler<?> handler) {
    if (measured) {
      roundTrips.failed();
    }
    handler.onFailure();
  }

  /**
   * Passes a reply to the attempt that waits for it; returns false if the reply fits none: another
   * peer, another type, or far too late. A late reply is measured, and counts only for a request
   * that has been sent again.
   */
  @SuppressWarnings("unchecked") // the type was checked against the request's own reply type
  boolean onReply(Peer from, Reply reply) {
    Attempt attempt = at(reply.requestId());
    if (attempt == null || !attempt.peer.equals(from) || !attempt.type.isInstance(reply)) {
      return false;
    }
    remove(attempt);
    if (attempt.measured) {
      roundTrips.measured(from, (host.nowNanos() - attempt.sentAt) / 1e6f);
    }
    if (!attempt.late || attempt.handler instanceof PeerRequests.Call) {
      ((ReplyHandler<Reply>) attempt.handler).onReply(reply);
    }
    return true;
  }

  void onTimer() {
    long now = host.nowNanos();
    if (now < armedFor) {
      return; // an earlier timer that a nearer deadline has replaced
    }
    armedFor = Long.MAX_VALUE;
    for (Attempt attempt : slots.clone()) {
      if (attempt != null && attempt.deadline <= now && at(attempt.id) == attempt) {
        expire(attempt);
      }
    }
    armForEarliest();
  }

  private void expire(Attempt attempt) {
    if (attempt.late || late >= LATE_MAX) {
      remove(attempt);
    } else {
      slots[attempt.id & slots.length - 1] = attempt.asLate();
      late++;
    }
    if (!attempt.late) {
      host.emit(new RequestTimedOut(attempt.peer));
      failed(attempt.measured, attempt.handler);
    }
  }

  void onUnreachable(Peer peer) {
    for (Attempt attempt : slots.clone()) {
      if (attempt != null
          && !attempt.late
          && attempt.peer.equals(peer)
          && at(attempt.id) == attempt) {
        fail(attempt);
      }
    }
  }

  private void fail(Attempt attempt) {
    remove(attempt);
    failed(attempt.measured, attempt.handler);
  }

  private void armForEarliest() {
    long earliest = Long.MAX_VALUE;
    for (Attempt attempt : slots) {
      boolean due = attempt != null && !attempt.late; // late ones are swept with others
      earliest = due ? Math.min(earliest, attempt.deadline) : earliest;
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

  private @Nullable Attempt at(int id) {
    Attempt attempt = slots.length == 0 ? null : slots[id & slots.length - 1];
    return attempt != null && attempt.id == id ? attempt : null;
  }

  private int freeId() {
    if (slots.length == 0) {
      slots = new @Nullable Attempt[4];
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
    @Nullable Attempt[] old = slots;
    slots = new @Nullable Attempt[old.length * 2];
    Arrays.stream(old).filter(p -> p != null).forEach(p -> slots[p.id & slots.length - 1] = p);
  }

  private void remove(Attempt attempt) {
    slots[attempt.id & slots.length - 1] = null;
    late -= attempt.late ? 1 : 0;
    if (--size == 0) {
      slots = slots.length > 64 ? NONE : slots;
    }
  }
}
