package io.duet.unstructured.neighbor;

import io.duet.node.Host;
import io.duet.node.Peer;
import io.duet.overlay.OverlayEvent;
import io.duet.unstructured.config.SuperPeerConfig;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.message.WireLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The table of a node's neighbors, the links that it made itself first; and the peers that may
 * become neighbors. {@link LinkMaintenance} fills it.
 *
 * <p>Invariant: at most so many links as are allowed, none of them to this node or its partner,
 * none twice.
 */
public final class NeighborTable {
  private final Host host;
  private final boolean redundant;
  private final HostCache hostCache;
  private final NeighborStatus neighborhood;
  private final List<Peer> neighbors = new ArrayList<>(4); // the own links first
  private int own;
  private int wanted;
  private int max;
  private @Nullable Peer partner; // of this node; no neighbor
  private boolean linked;
  private Consumer<Peer> whenLinked = peer -> {};

  /**
   * No links yet.
   *
   * @param contacts nodes to which this one may link
   */
  public NeighborTable(Host host, SuperPeerConfig config, List<Peer> contacts) {
    this.host = host;
    this.redundant = config.redundancy() > 1;
    this.hostCache = new HostCache(host, contacts);
    this.neighborhood = new NeighborStatus(host, config.search().hopWaitNanos());
    this.wanted = config.ownLinks();
    this.max = config.linksMax();
  }

  /** The peers that may become neighbors. */
  HostCache hostCache() {
    return hostCache;
  }

  /** How many links this node has made itself; they stand first among the neighbors. */
  int own() {
    return own;
  }

  /** How many links this node is to make itself. */
  int wanted() {
    return wanted;
  }

  /** Has somebody told of each new neighbor from now on. */
  public void whenLinked(Consumer<Peer> listener) {
    whenLinked = listener;
  }

  /** The neighbors, those first to which this node made the link. */
  public List<Peer> neighbors() {
    return neighbors;
  }

  /** What the neighbors said of themselves. */
  public NeighborStatus neighborhood() {
    return neighborhood;
  }

  /** Those to whom this query is sent: of partners the one whose turn it is, for every sender. */
  public List<Peer> targets(long query) {
    if (!redundant) {
      return neighbors;
    }
    return neighborhood.turns(neighbors, query);
  }

  /** Whether a query from a peer would go back with this neighbor: to it, or its partner. */
  public boolean leadsBack(Peer neighbor, Peer from) {
    return neighbor.equals(from) || (redundant && from.equals(neighborhood.partnerOf(neighbor)));
  }

  /** A neighbor that has no partner, chosen at random; null when all have one. */
  public @Nullable Peer someWithoutPartner() {
    List<Peer> single = neighborhood.single();
    return single.isEmpty() ? null : single.get(host.random().nextInt(single.size()));
  }

  /** Notes who is the partner of this node: it is a neighbor no more. */
  public void setPartner(@Nullable Peer peer) {
    partner = peer;
    if (peer != null) {
      remove(peer);
      hostCache.remove(peer);
    }
  }

  /** Those who share the leaves of this node, to be named to others. */
  List<Peer> partners() {
    return partner == null ? List.of() : List.of(partner);
  }

  public boolean contains(Peer peer) {
    return neighbors.contains(peer);
  }

  /** Whether this node was ever linked, or is the first of all and can be linked to nobody. */
  public boolean wasLinked() {
    linked |= !neighbors.isEmpty() || hostCache.contacts().isEmpty();
    return linked;
  }

  /** The contacts that are no neighbors now. */
  public List<Peer> unlinkedContacts() {
    return hostCache.contacts().stream()
        .filter(peer -> !neighbors.contains(peer) && !peer.equals(host.self()))
        .toList();
  }

  /** Remembers a peer that may become a neighbor. */
  public void addCandidate(Peer peer) {
    if (mayBeLinked(peer)) {
      hostCache.add(peer);
    }
  }

  private boolean mayBeLinked(Peer peer) {
    return !peer.equals(host.self()) && !peer.equals(partner) && !neighbors.contains(peer);
  }

  /**
   * Links two nodes without asking, for a network that is put together at once; false when they are
   * linked already, are the same, or one of them has no room.
   *
   * @param chosen whether the first one replaces it when the other one dies
   */
  public static boolean assemble(NeighborTable maker, NeighborTable other, boolean chosen) {
    Peer peer = other.host.self();
    boolean possible = !maker.isFull() && !other.isFull() && maker.mayBeLinked(peer);
    if (possible) {
      maker.add(peer, chosen);
      other.neighbors.add(maker.host.self());
      exchangePartners(maker, other);
    }
    return possible;
  }

  private static void exchangePartners(NeighborTable one, NeighborTable other) {
    if (one.redundant) {
      one.neighborhood.heard(other.host.self(), 0, other.partners());
      other.neighborhood.heard(one.host.self(), 0, one.partners());
    }
  }

  /**
   * Links two nodes as a graph says, however many links they have, and lets both keep as many. Each
   * makes about half of its links; a chosen one is replaced by who made it.
   */
  public static void follow(NeighborTable one, NeighborTable other, boolean chosen) {
    NeighborTable maker = one.surplus() < other.surplus() ? one : other;
    NeighborTable taker = maker == one ? other : one;
    maker.neighbors.add(chosen ? maker.own++ : maker.neighbors.size(), taker.host.self());
    taker.neighbors.add(maker.host.self());
    exchangePartners(maker, taker);
    maker.keepAsTheyAre();
    taker.keepAsTheyAre();
  }

  /** How many more links this node has made than others have made to it. */
  private int surplus() {
    return own - (neighbors.size() - own);
  }

  private void keepAsTheyAre() {
    wanted = own;
    max = Math.max(max, neighbors.size());
  }

  /**
   * Adds a neighbor, if there is room.
   *
   * @param chosen whether this node made the link
   */
  void add(Peer peer, boolean chosen) {
    if (hasRoomFor(peer)) {
      neighbors.add(chosen ? own++ : neighbors.size(), peer);
      whenLinked.accept(peer);
    }
  }

  /** Whether a peer may become a neighbor. */
  boolean hasRoomFor(Peer peer) {
    return mayBeLinked(peer) && !isFull();
  }

  private boolean isFull() {
    return neighbors.size() >= max;
  }

  /** Forgets a neighbor that is dead or has said farewell. */
  public void drop(Peer peer) {
    hostCache.remove(peer);
    if (remove(peer)) {
      host.emit(new OverlayEvent.PeerDropped(peer));
    }
  }

  boolean remove(Peer peer) {
    int place = neighbors.indexOf(peer);
    if (place >= 0) {
      Peer heir = neighborhood.partnerOf(peer);
      neighborhood.forget(peer);
      neighbors.remove(place);
      if (place < own) {
        own--;
        choose(heir);
      }
    }
    return place >= 0;
  }

  /** Lets a neighbor that was not chosen take the place of its partner, which was. */
  private void choose(@Nullable Peer heir) {
    if (heir != null && neighbors.indexOf(heir) >= own && neighbors.remove(heir)) {
      neighbors.add(own++, heir);
    }
  }

  /** Takes part from now on, though there is nobody to be linked to. */
  public void standAlone() {
    linked = true;
  }

  /** Some neighbors, chosen at random, to be named to others. */
  public List<Peer> some() {
    List<Peer> some = new ArrayList<>(WireLimits.OTHERS_MAX);
    int start = neighbors.isEmpty() ? 0 : host.random().nextInt(neighbors.size());
    for (int i = 0; i < Math.min(WireLimits.OTHERS_MAX / 2, neighbors.size()); i++) {
      some.add(neighbors.get((start + i) % neighbors.size()));
    }
    return some;
  }

  /** Says farewell to all neighbors. */
  public void leave() {
    neighbors.forEach(neighbor -> host.send(neighbor, new UnstructuredMessage.Leave()));
  }
}
