package io.duet.transfer;

import io.duet.node.Peer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Selects the piece that a download requests next from a provider: the rarest one, that is, the one
 * that the fewest known providers hold, by lot among equally rare ones (B. Cohen, "Incentives build
 * robustness in BitTorrent", 2003, section 2.4). Pieces under way are requested a second time only
 * when no others are left, and at most from {@value #REQUESTS_MAX} providers.
 *
 * <p>Invariant: a provider that sent a corrupt piece is never asked for that piece again, and for
 * no piece after {@value #CORRUPT_MAX} of them.
 */
public final class PieceScheduler {
  /** The largest number of providers that are asked for the same piece at the same time. */
  static final int REQUESTS_MAX = 2;

  /** The number of corrupt pieces after which a provider is excluded. */
  static final int CORRUPT_MAX = 3;

  private static final int SCAN_MAX = 8_192;
  private static final BitSet NO_PIECES = new BitSet();

  private static final class Provider {
    final BitSet held = new BitSet();
    final Set<Integer> requested = new HashSet<>();
  }

  private final RandomGenerator random;
  private final BitSet missing = new BitSet();
  private final int[] holders; // the number of providers that hold each piece
  private final BitSet underWay = new BitSet(); // pieces with requests
  private final byte[] requests; // the number of providers that are asked for each piece
  private final Map<Peer, Provider> providers = new LinkedHashMap<>();
  private final Map<Peer, BitSet> corrupt =
      new HashMap<>(); // by whom, also if its connection ended

  /** A download of a content with this number of pieces, of which some are complete. */
  public PieceScheduler(int pieces, BitSet complete, RandomGenerator random) {
    this.random = random;
    this.holders = new int[pieces];
    this.requests = new byte[pieces];
    missing.set(0, pieces);
    missing.andNot(complete);
  }

  /** Whether all pieces are complete. */
  public boolean isDone() {
    return missing.isEmpty();
  }

  /** The number of missing pieces. */
  public int missing() {
    return missing.cardinality();
  }

  /** Whether a provider is excluded, because it sent too many corrupt pieces. */
  public boolean isExcluded(Peer peer) {
    BitSet pieces = corrupt.get(peer);
    return pieces != null && pieces.cardinality() >= CORRUPT_MAX;
  }

  /** Notes that a provider holds these pieces; bits beyond the last piece are ignored. */
  public void holds(Peer peer, BitSet pieces) {
    pieces.stream().takeWhile(piece -> piece < holders.length).forEach(p -> holds(peer, p));
  }

  /** Notes that a provider holds a piece; one beyond the last piece is ignored. */
  public void holds(Peer peer, int piece) {
    if (piece >= holders.length || isExcluded(peer)) {
      return;
    }
    Provider provider = providers.computeIfAbsent(peer, added -> new Provider());
    if (!provider.held.get(piece)) {
      provider.held.set(piece);
      holders[piece]++;
    }
  }

  /**
   * Selects the next piece for a provider, and notes that it is requested.
   *
   * @param suggested the piece that the provider would like to send; -1 if it has no wish
   * @param again whether pieces that are under way may be requested a second time
   * @return the piece, or -1 if this provider cannot help now
   */
  public int next(Peer peer, int suggested, boolean again) {
    Provider provider = providers.get(peer);
    if (provider == null) {
      return -1;
    }
    BitSet useful = useful(peer, provider, again);
    int piece = suggested >= 0 && useful.get(suggested) ? suggested : rarest(useful);
    if (piece >= 0) {
      provider.requested.add(piece);
      requests[piece]++;
      underWay.set(piece);
    }
    return piece;
  }

  /** The number of pieces that {@link #next} could select for a provider, one after another. */
  public int useful(Peer peer, boolean again) {
    Provider provider = providers.get(peer);
    return provider == null ? 0 : useful(peer, provider, again).cardinality();
  }

  private BitSet useful(Peer peer, Provider provider, boolean again) {
    BitSet useful = (BitSet) missing.clone();
    useful.and(provider.held);
    useful.andNot(corrupt.getOrDefault(peer, NO_PIECES));
    if (!again) {
      useful.andNot(underWay);
    } else {
      provider.requested.forEach(useful::clear);
      useful.andNot(askedTwice());
    }
    return useful;
  }

  private BitSet askedTwice() {
    BitSet twice = new BitSet();
    underWay.stream().filter(piece -> requests[piece] >= REQUESTS_MAX).forEach(twice::set);
    return twice;
  }

  /**
   * The rarest piece among those with the fewest requests under way, of up to {@value #SCAN_MAX}
   * useful pieces after a random one.
   */
  private int rarest(BitSet useful) {
    int best = -1;
    int ties = 0;
    int piece = useful.nextSetBit(random.nextInt(holders.length));
    for (int left = Math.min(useful.cardinality(), SCAN_MAX); left > 0; left--) {
      piece = piece >= 0 ? piece : useful.nextSetBit(0);
      int order = best < 0 ? -1 : compare(piece, best);
      ties = order < 0 ? 1 : order == 0 ? ties + 1 : ties;
      best = order < 0 || (order == 0 && random.nextInt(ties) == 0) ? piece : best;
      piece = useful.nextSetBit(piece + 1);
    }
    return best;
  }

  private int compare(int piece, int other) {
    int byRequests = Integer.compare(requests[piece], requests[other]);
    return byRequests != 0 ? byRequests : Integer.compare(holders[piece], holders[other]);
  }

  /**
   * Whether a provider holds a missing piece that it could be asked for, but for which others are
   * asked already.
   */
  public boolean waitsForOthers(Peer peer) {
    Provider provider = providers.get(peer);
    if (provider == null || !provider.requested.isEmpty()) {
      return false;
    }
    BitSet useful = (BitSet) missing.clone();
    useful.and(provider.held);
    useful.andNot(corrupt.getOrDefault(peer, NO_PIECES));
    return !useful.isEmpty();
  }

  /** The number of missing pieces that a provider sent with other bytes than promised. */
  public int corruptPieces() {
    BitSet pieces = new BitSet();
    corrupt.values().forEach(pieces::or);
    pieces.and(missing);
    return pieces.cardinality();
  }

  /** Whether a piece was sent with other bytes than promised, and nothing is requested now. */
  public boolean waitsForRightBytes() {
    return corruptPieces() > 0
        && providers.values().stream().allMatch(provider -> provider.requested.isEmpty());
  }

  /** Notes that a piece is complete. */
  public void completed(Peer peer, int piece) {
    ended(peer, piece);
    missing.clear(piece);
  }

  /** Notes that a request has failed; the piece can be requested again, from this provider too. */
  public void failed(Peer peer, int piece) {
    ended(peer, piece);
  }

  /** Notes that a provider sent other bytes than the manifest promises. */
  public void corrupt(Peer peer, int piece) {
    ended(peer, piece);
    corrupt.computeIfAbsent(peer, added -> new BitSet()).set(piece);
    if (isExcluded(peer)) {
      lost(peer);
    }
  }

  private void ended(Peer peer, int piece) {
    Provider provider = providers.get(peer);
    if (provider != null && provider.requested.remove(piece)) {
      unrequest(piece);
    }
  }

  /** Forgets a provider whose connection has ended, with its requests. */
  public void lost(Peer peer) {
    Provider provider = providers.remove(peer);
    if (provider != null) {
      provider.held.stream().forEach(piece -> holders[piece]--);
      provider.requested.forEach(this::unrequest);
    }
  }

  private void unrequest(int piece) {
    underWay.set(piece, --requests[piece] > 0);
  }

  /** The number of known providers. */
  public int providers() {
    return providers.size();
  }
}
