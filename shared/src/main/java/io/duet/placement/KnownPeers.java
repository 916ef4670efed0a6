package io.duet.placement;

import io.duet.netty.PeerAddresses;
import io.duet.node.Peer;
import io.duet.placement.PlacementMessage.FindSpace;
import io.duet.placement.PlacementMessage.SpaceLeft;
import io.duet.store.KnownPeer;
import io.duet.store.PeerTable;
import io.duet.store.PlacedContent;
import io.duet.store.StoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The peers that a node met, and how often each one answered. They come from the overlay and from
 * answers of other peers; one that never answered itself is not kept.
 */
final class KnownPeers {
  private static final int ASKED_MAX = 64;
  private static final int SAMPLE = 8;
  private static final int OVERLAY_SECONDS_MAX = 5;

  private final Peer self;
  private final PeerTable table;
  private final Placements.Directory directory;
  private final Questions questions;

  KnownPeers(Peer self, PeerTable table, Placements.Directory directory, Questions questions) {
    this.self = self;
    this.table = table;
    this.directory = directory;
    this.questions = questions;
  }

  /** Asks a few peers for their free space, so that their availability is known. */
  void sample() throws StoreException {
    List<Peer> peers = new ArrayList<>(met());
    Collections.shuffle(peers);
    ask(peers.subList(0, Math.min(SAMPLE, peers.size())));
  }

  /** Up to {@code count} peers that the overlay names as having room for a content. */
  Set<Peer> withRoom(PlacedContent content, int count) {
    Set<Peer> named = new LinkedHashSet<>();
    boolean more = true;
    while (more && named.size() < count) {
      more =
          awaited(directory.withRoom().apply(content), Optional.empty())
              .filter(named::add)
              .isPresent();
    }
    return named;
  }

  /**
   * The peers that answer now; asks the given and the known ones, and then those that they name.
   */
  List<Candidate> candidates(Set<Peer> given) throws StoreException {
    Set<Peer> met = new LinkedHashSet<>(given);
    met.addAll(met());
    Map<Peer, SpaceLeft> answers = ask(met);
    Set<Peer> named = new LinkedHashSet<>();
    answers.values().forEach(space -> named.addAll(space.others()));
    named.removeAll(met);
    named.remove(self);
    answers.putAll(ask(named.stream().limit(ASKED_MAX).toList()));
    Map<String, KnownPeer> known = known();
    List<Candidate> candidates = new ArrayList<>();
    answers.forEach((peer, space) -> candidates.add(candidate(peer, space, known)));
    return candidates;
  }

  private static Candidate candidate(Peer peer, SpaceLeft space, Map<String, KnownPeer> known) {
    KnownPeer record = known.getOrDefault(peer.toString(), new KnownPeer(peer.toString(), 0));
    return new Candidate(peer, space.bytes(), record.availability());
  }

  private Map<String, KnownPeer> known() throws StoreException {
    Map<String, KnownPeer> byAddress = new HashMap<>();
    table.latest(PeerTable.PEERS_MAX).forEach(peer -> byAddress.put(peer.address(), peer));
    return byAddress;
  }

  /** The peers of the overlay, and then those that answered last. */
  private Set<Peer> met() throws StoreException {
    Set<Peer> met = new LinkedHashSet<>(ofOverlay());
    table.latest(ASKED_MAX).forEach(peer -> met.add(peerAt(peer.address())));
    met.remove(self);
    return new LinkedHashSet<>(met.stream().limit(ASKED_MAX).toList());
  }

  private List<Peer> ofOverlay() {
    return awaited(directory.known().get(), List.of());
  }

  private static <T> T awaited(CompletableFuture<T> answer, T otherwise) {
    return answer
        .completeOnTimeout(otherwise, OVERLAY_SECONDS_MAX, TimeUnit.SECONDS)
        .exceptionally(ended -> otherwise)
        .join();
  }

  static Peer peerAt(String address) {
    return Peer.at(PeerAddresses.parse(address));
  }

  private Map<Peer, SpaceLeft> ask(Collection<Peer> peers) {
    Map<Peer, Optional<SpaceLeft>> answers =
        questions.askAll(peers, new FindSpace(), SpaceLeft.class);
    record(answers);
    Map<Peer, SpaceLeft> space = new HashMap<>();
    answers.forEach((peer, answer) -> answer.ifPresent(left -> space.put(peer, left)));
    return space;
  }

  private void record(Map<Peer, Optional<SpaceLeft>> answers) {
    long now = System.currentTimeMillis();
    Map<String, Boolean> answered = new HashMap<>();
    List<KnownPeer> seen = new ArrayList<>();
    answers.forEach(
        (peer, answer) -> {
          answered.put(peer.toString(), answer.isPresent());
          answer.ifPresent(space -> seen.add(new KnownPeer(peer.toString(), now)));
        });
    table.seen(seen);
    table.asked(answered, now).join();
  }

  /** Some known peers, as hints for another one, which must ask them itself. */
  List<Peer> some() throws StoreException {
    return met().stream().limit(PlacementMessage.OTHERS_MAX).toList();
  }
}
