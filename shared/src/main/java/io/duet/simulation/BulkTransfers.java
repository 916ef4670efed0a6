package io.duet.simulation;

import java.util.HashMap;
import java.util.Map;

/**
 * The pieces of contents that travel between the hosts of a simulation, beside its messages.
 *
 * <p>An uplink is shared equally by all streams that have a piece to send; each stream sends one
 * piece after another. A downlink takes pieces in the order in which they leave their uplinks, and
 * may begin while a piece is being sent. So a piece takes O(log streams) of time, and one that is
 * limited by either link takes exactly its bytes divided by that rate.
 */
public final class BulkTransfers {
  private final Simulation simulation;
  private final Bandwidth bandwidth;
  private final Map<Integer, Uplink> uplinks = new HashMap<>();
  private final Map<Integer, Double> downlinksFree = new HashMap<>(); // since when, in nanoseconds

  /** Hosts without transfers, which all have this bandwidth. */
  public BulkTransfers(Simulation simulation, Bandwidth bandwidth) {
    this.simulation = simulation;
    this.bandwidth = bandwidth;
  }

  /** A stream of pieces from one host to another. */
  public final class Stream {
    private final Uplink uplink;
    private final int to;

    private Stream(Uplink uplink, int to) {
      this.uplink = uplink;
      this.to = to;
    }

    /**
     * Sends a piece after those that wait; {@code onArrived} is called when its last byte is there.
     */
    public void send(int bytes, Runnable onArrived) {
      uplink.add(this, new Uplink.Piece(bytes, onArrived));
    }

    /** Ends the stream: pieces that have not left the uplink are not sent. */
    public void close() {
      uplink.remove(this);
    }

    /** A piece has left the uplink, on which it began at a time. */
    void left(double beganNanos, Uplink.Piece piece) {
      double free = Math.max(beganNanos, downlinksFree.getOrDefault(to, 0.0));
      double taken = free + Bandwidth.nanos(piece.bytes(), bandwidth.down());
      downlinksFree.put(to, taken);
      simulation.at((long) Math.ceil(taken), piece.onArrived()); // now, if that has passed
    }
  }

  /** Opens a stream. */
  public Stream open(int from, int to) {
    Uplink uplink = uplinks.computeIfAbsent(from, f -> new Uplink(simulation, bandwidth.up()));
    return new Stream(uplink, to);
  }

  /** The host has ended: its streams send nothing more. */
  public void end(int host) {
    Uplink uplink = uplinks.remove(host);
    if (uplink != null) {
      uplink.end();
    }
    downlinksFree.remove(host);
  }
}
