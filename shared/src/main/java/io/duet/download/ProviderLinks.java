package io.duet.download;

import io.duet.node.Peer;
import io.duet.transfer.DownloadLimits;
import io.duet.transfer.PieceScheduler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The known providers of a running download, at most {@value DownloadLimits#KNOWN_MAX}, of which
 * {@value DownloadLimits#PROVIDERS_MIN} to {@value DownloadLimits#PROVIDERS_MAX} have a stream;
 * those that failed wait, so that others get their turn, and are forgotten for new ones if they
 * never sent a piece.
 */
final class ProviderLinks {
  private final Function<Peer, ProviderLink> maker;
  private final @Nullable Peer excluded;
  private final Map<Peer, ProviderLink> links = new LinkedHashMap<>();

  /** No providers yet; the excluded peer, if there is one, never becomes one. */
  ProviderLinks(@Nullable Peer excluded, Function<Peer, ProviderLink> maker) {
    this.excluded = excluded;
    this.maker = maker;
  }

  /** Adds providers; returns whether one of them is new. */
  boolean add(Collection<Peer> found) {
    List<Peer> others =
        found.stream()
            .filter(peer -> !peer.equals(excluded) && !links.containsKey(peer))
            .distinct()
            .toList();
    if (links.size() + others.size() > DownloadLimits.KNOWN_MAX) {
      links.values().removeIf(ProviderLink::isUseless);
    }
    int before = links.size();
    others.stream()
        .limit(Math.max(0, DownloadLimits.KNOWN_MAX - before))
        .forEach(peer -> links.put(peer, maker.apply(peer)));
    return links.size() > before;
  }

  /** Whether more providers could be of use. */
  boolean hasRoom() {
    return open() < DownloadLimits.PROVIDERS_MAX;
  }

  /** The number of known providers. */
  int known() {
    return links.size();
  }

  /** The number of open streams. */
  int open() {
    return (int) links.values().stream().filter(ProviderLink::isOpen).count();
  }

  /** Opens streams, requests pieces that another provider did not deliver, ends silent streams. */
  void tick(long nowNanos, @Nullable PieceScheduler pieces) {
    List<ProviderLink> due = due(nowNanos);
    int most = DownloadLimits.providers(pieces == null ? 0 : pieces.missing());
    if (busy() >= most && !due.isEmpty()) {
      leaveOne(nowNanos);
    }
    int room = most - busy();
    due.stream().limit(Math.max(0, room)).forEach(ProviderLink::open);
    List.copyOf(links.values()).forEach(link -> link.tick(nowNanos));
    if (pieces != null && links.keySet().stream().anyMatch(pieces::waitsForOthers)) {
      giveUpSlowest(nowNanos);
    }
  }

  private int busy() {
    return (int) links.values().stream().filter(link -> !link.isIdle()).count();
  }

  /**
   * Leaves a provider for another one: the one that lets this node wait for longest, or else the
   * slowest.
   */
  private void leaveOne(long nowNanos) {
    links.values().stream()
        .filter(link -> link.turnWaitNanos(nowNanos) > DownloadLimits.WAIT_NANOS_MAX)
        .max(Comparator.comparingLong(link -> link.turnWaitNanos(nowNanos)))
        .ifPresentOrElse(ProviderLink::giveUp, () -> giveUpSlowest(nowNanos));
  }

  private List<ProviderLink> due(long nowNanos) {
    return links.values().stream()
        .filter(link -> link.isDue(nowNanos))
        .sorted(Comparator.comparingLong(link -> link.retryAt() - nowNanos))
        .toList();
  }

  /** Leaves the pieces of the slowest provider to one that has nothing to do. */
  private void giveUpSlowest(long nowNanos) {
    slow(nowNanos)
        .max(Comparator.comparingLong(link -> link.waitedNanos(nowNanos)))
        .ifPresent(ProviderLink::giveUp);
  }

  private Stream<ProviderLink> slow(long nowNanos) {
    return links.values().stream().filter(link -> link.isSlow(nowNanos));
  }

  /** Asks all providers for their pieces, once the download can use them. */
  void watch() {
    List.copyOf(links.values()).forEach(ProviderLink::watch);
  }

  /** Ends all streams for good. */
  void close() {
    new ArrayList<>(links.values()).forEach(ProviderLink::close);
    links.clear();
  }
}
