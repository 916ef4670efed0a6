package io.duet.chord;

import io.duet.overlay.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a member tells people about its place in the ring. */
final class RingStatus {
  private static final double RING = 0x1p64;

  private final RingView view;
  private final ChordConfig config;
  private final boolean joined;

  RingStatus(RingView view, ChordConfig config, boolean joined) {
    this.view = view;
    this.config = config;
    this.joined = joined;
  }

  /** The whole status of a member that keeps, announces and awaits so much. */
  Status of(int recordsKept, int announcements, int requestsUnderWay) {
    RingPeer before = view.predecessor();
    return Status.of(health())
        .with(
            Status.Facts.of("ring")
                .with("position", position(view.self()))
                .with("predecessor", before == null ? "none" : before.address().toString())
                .with("successors", known().size())
                .with("successors wanted", config.successors())
                .with("records kept", recordsKept)
                .with("announcements", announcements)
                .with("requests under way", requestsUnderWay))
        .with(new Status.Table("successors", List.of("place", "peer", "position"), successors()))
        .with(new Status.Table("fingers", List.of("covers", "of the ring", "peer"), fingers()));
  }

  /** In a ring of few members the list is whole although short: it ends at the predecessor. */
  String health() {
    int known = known().size();
    RingPeer before = view.predecessor();
    if (!joined) {
      return "joining";
    } else if (view.isAlone()) {
      return "alone";
    } else if (before == null) {
      return "no predecessor";
    } else if (known < config.successors() && !before.equals(known().get(known - 1))) {
      return "successor list short: " + known + " of " + config.successors();
    }
    return "healthy";
  }

  private List<RingPeer> known() {
    return view.isAlone() ? List.of() : view.successors();
  }

  private List<List<String>> successors() {
    List<List<String>> rows = new ArrayList<>();
    for (RingPeer peer : known()) {
      String place = String.valueOf(rows.size() + 1);
      rows.add(List.of(place, peer.address().toString(), position(peer)));
    }
    return rows;
  }

  /** One row for each run of fingers that are the same peer. */
  private List<List<String>> fingers() {
    List<List<String>> rows = new ArrayList<>();
    int first = view.lowestFinger();
    for (int index = first; index < Long.SIZE; index++) {
      boolean ends = index == Long.SIZE - 1 || !same(view.finger(index), view.finger(index + 1));
      if (ends) {
        rows.add(finger(first, index));
        first = index + 1;
      }
    }
    return rows;
  }

  private static boolean same(@Nullable RingPeer one, @Nullable RingPeer other) {
    return one == null ? other == null : one.equals(other);
  }

  private List<String> finger(int first, int last) {
    RingPeer peer = view.finger(first);
    double share = (Math.scalb(1.0, last + 1) - Math.scalb(1.0, first)) / RING;
    return List.of(
        first == last ? "2^" + first : "2^" + first + " to 2^" + last,
        String.format(Locale.ROOT, "%.1f %%", 100 * share),
        peer == null ? "not known yet" : peer.address().toString());
  }

  private static String position(RingPeer peer) {
    return "%016x".formatted(peer.id());
  }
}
