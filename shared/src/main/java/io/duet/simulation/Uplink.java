package io.duet.simulation;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * An uplink that its busy streams share equally: processor sharing by virtual time, which counts
 * the bytes that each busy stream has sent (A. Demers et al., "Analysis and simulation of a fair
 * queueing algorithm", SIGCOMM 1989). A piece ends when virtual time has grown by its bytes.
 */
final class Uplink {

  /** Bytes to send, and what follows. */
  record Piece(int bytes, Runnable onArrived) {}

  /** The piece that a stream is sending. */
  private record Sending(
      BulkTransfers.Stream stream, Piece piece, double beganNanos, double end, long order) {}

  private final Simulation simulation;
  private final double bytesPerNano;
  private final Map<BulkTransfers.Stream, Queue<Piece>> waiting = new LinkedHashMap<>();
  private final PriorityQueue<Sending> sending =
      new PriorityQueue<>(
          Comparator.comparingDouble(Sending::end).thenComparingLong(Sending::order));
  private double virtual; // bytes that each busy stream has sent
  private long updatedNanos;
  private long started;
  private long plan; // the number of the latest plan; earlier ones are void
  private boolean ended;

  Uplink(Simulation simulation, long bytesPerSecond) {
    this.simulation = simulation;
    this.bytesPerNano = bytesPerSecond / 1e9;
  }

  void add(BulkTransfers.Stream stream, Piece piece) {
    Queue<Piece> queue = waiting.get(stream);
    if (queue != null) {
      queue.add(piece);
    } else if (!ended) {
      advance();
      waiting.put(stream, new ArrayDeque<>(4));
      begin(stream, piece);
      plan();
    }
  }

  void remove(BulkTransfers.Stream stream) {
    if (waiting.remove(stream) != null) {
      advance();
      sending.removeIf(one -> one.stream == stream);
      plan();
    }
  }

  /** Drops all pieces, and sends none from now on. */
  void end() {
    ended = true;
    waiting.clear();
    sending.clear();
    plan++;
  }

  private void begin(BulkTransfers.Stream stream, Piece piece) {
    double end = virtual + piece.bytes;
    sending.add(new Sending(stream, piece, simulation.nowNanos(), end, started++));
  }

  private void advance() {
    long now = simulation.nowNanos();
    if (!sending.isEmpty()) {
      virtual += (now - updatedNanos) * bytesPerNano / sending.size();
    }
    updatedNanos = now;
  }

  /** Plans the end of the next piece. */
  private void plan() {
    Sending next = sending.peek();
    long mine = ++plan;
    if (next != null) {
      double nanos = Math.max(0, next.end - virtual) * sending.size() / bytesPerNano;
      simulation.at(simulation.nowNanos() + Math.round(nanos), () -> complete(mine));
    }
  }

  private void complete(long planned) {
    if (planned != plan) {
      return;
    }
    advance();
    Sending done = sending.remove();
    virtual = Math.max(virtual, done.end);
    Queue<Piece> queue = waiting.getOrDefault(done.stream, new ArrayDeque<>());
    if (queue.isEmpty()) {
      waiting.remove(done.stream);
    } else {
      begin(done.stream, queue.remove());
    }
    plan();
    done.stream.left(done.beganNanos, done.piece);
  }
}
