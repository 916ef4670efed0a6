package io.duet.chord;

import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.ring.ChordConfig;
import io.duet.chord.ring.RoutingState;
import io.duet.overlay.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The status page of a member: health, neighbors and fingers. */
record ChordStatus(RoutingState routing, ChordConfig config, boolean joined) {

  /** The complete status, with these counts of records, published contents and open requests. */
  Status of(int recordsKept, int announcements, int pendingRequests) {
    RingPeer before = routing.predecessor();
    return Status.of(health())
        .with(
            Status.Facts.of("ring")
                .with("position", position(routing.self()))
                .with("predecessor", before == null ? "none" : before.peer().toString())
                .with("predecessor position", before == null ? "none" : position(before))
                .with("successors", known().size())
                .with("successors wanted", config.successors())
                .with("records kept", recordsKept)
                .with("announcements", announcements)
                .with("pending requests", pendingRequests))
        .with(new Status.Table("successors", List.of("place", "peer", "position"), successors()))
        .with(new Status.Table("fingers", List.of("from", "to", "peer", "position"), fingers()));
  }

  /** A short list is complete in a small ring, where it ends at the predecessor. */
  String health() {
    int known = known().size();
    RingPeer before = routing.predecessor();
    if (!joined) {
      return "joining";
    } else if (routing.isAlone()) {
      return "alone";
    } else if (before == null) {
      return "no predecessor";
    } else if (known < config.successors() && !before.equals(known().get(known - 1))) {
      return "successor list short: " + known + " of " + config.successors();
    }
    return "healthy";
  }

  private List<RingPeer> known() {
    return routing.isAlone() ? List.of() : routing.successors();
  }

  private List<List<?>> successors() {
    List<List<?>> rows = new ArrayList<>();
    for (RingPeer peer : known()) {
      rows.add(List.of(rows.size() + 1, peer.peer().toString(), position(peer)));
    }
    return rows;
  }

  /** One row per sequence of fingers that refer to the same peer. */
  private List<List<?>> fingers() {
    List<List<?>> rows = new ArrayList<>();
    int first = routing.lowestFinger();
    for (int index = first; index < routing.fingerLimit(); index++) {
      if (index == routing.fingerLimit() - 1
          || !Objects.equals(routing.finger(index), routing.finger(index + 1))) {
        rows.add(finger(first, index));
        first = index + 1;
      }
    }
    return rows;
  }

  private List<?> finger(int first, int last) {
    RingPeer peer = routing.finger(first);
    String from = percent(distance(first));
    String to = percent(last == routing.fingerLimit() - 1 ? 1 : distance(last + 1));
    return peer == null
        ? List.of(from, to, "not known yet", "")
        : List.of(from, to, peer.peer().toString(), position(peer));
  }

  /** The start of a finger's interval, as a fraction of the ring. */
  private double distance(int index) {
    long distance = RingId.distance(routing.self().id(), routing.fingerStart(index));
    return (distance >>> 1) * 0x1p-63;
  }

  private static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * fraction);
  }

  private static String position(RingPeer peer) {
    return "%016x".formatted(peer.id());
  }
}
