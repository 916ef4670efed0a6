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
 * The table of a node's neighbors, first those whose link it made itself, with the peers that may
 * become neighbors. {@link LinkMaintenance} fills it.
 *
 * <p>Invariant: at most {@code linksMax} links, unless a topology gave more; no link leads to this
 * node or its partner, and no two lead to the same peer.
 */
public final class NeighborTable {
  private final Host host;
  private final boolean redundant;
  private final HostCache hostCache;
  private final NeighborStatus neighborhood;
  private final List<Peer> neighbors = new ArrayList<>(4); // first the own links
  private int own;
  private int wanted;
  private int max;
  private @Nullable Peer partner; // of this node, never a neighbor
  private boolean linked;
  private Consumer<Peer> whenLinked = peer -> {};

  /**
   * A table without links.
   *
   * @param contacts peers to which this node may link
   */
  public NeighborTable(Host host, SuperPeerConfig config, List<Peer> contacts) {
    this.host = host;
    this.redundant = config.redundancy() > 1;
    this.hostCache = new HostCache(host, contacts);
    this.neighborhood = new NeighborStatus(host, config.search().hopWaitNanos());
    this.wanted = config.ownLinks();
    this.max = config.linksMax();
  }

  HostCache hostCache() {
    return hostCache;
  }

  /** The number of links that this node has made itself; they are the first neighbors. */
  int own() {
    return own;
  }

  /** The number of links that this node is to make itself. */
  int wanted() {
    return wanted;
  }

  /** Sets the listener that is called for each new neighbor. */
  public void whenLinked(Consumer<Peer> listener) {
    whenLinked = listener;
  }

  /** The neighbors, first those whose link this node made. */
  public List<Peer> neighbors() {
    return neighbors;
  }

  /** The last reports of the neighbors. */
  public NeighborStatus neighborhood() {
    return neighborhood;
  }

  /**
   * The neighbors that receive this query. Of two partners, the query id selects one, the same for
   * every sender.
   */
  public List<Peer> targets(long query) {
    return redundant ? neighborhood.turns(neighbors, query) : neighbors;
  }

  /** Whether a query from this peer would go back: the neighbor is the peer or its partner. */
  public boolean leadsBack(Peer neighbor, Peer from) {
    return neighbor.equals(from) || (redundant && from.equals(neighborhood.partnerOf(neighbor)));
  }

  /** Sets the partner of this node, which is removed from the neighbors. */
  public void setPartner(@Nullable Peer peer) {
    partner = peer;
    if (peer != null) {
      remove(peer);
      hostCache.remove(peer);
    }
  }

  /** The partner of this node, as messages name it. */
  List<Peer> partners() {
    return partner == null ? List.of() : List.of(partner);
  }

  public boolean contains(Peer peer) {
    return neighbors.contains(peer);
  }

  /** Whether this node ever had a link, or is the first one and has no contacts. */
  public boolean wasLinked() {
    linked |= !neighbors.isEmpty() || hostCache.contacts().isEmpty();
    return linked;
  }

  /** The contacts that are not neighbors now. */
  public List<Peer> unlinkedContacts() {
    return hostCache.contacts().stream()
        .filter(peer -> !neighbors.contains(peer) && !peer.equals(host.self()))
        .toList();
  }

  /** Adds a peer to the host cache if it may become a neighbor. */
  public void addCandidate(Peer peer) {
    if (mayBeLinked(peer)) {
      hostCache.add(peer);
    }
  }

  private boolean mayBeLinked(Peer peer) {
    return !peer.equals(host.self()) && !peer.equals(partner) && !neighbors.contains(peer);
  }

  /**
   * Links two nodes without messages, in an assembled network; false if they are linked, are the
   * same, or one of them has no room.
   *
   * @param chosen whether the first one replaces the link if the other one dies
   */
  public static boolean assemble(NeighborTable maker, NeighborTable other, boolean chosen) {
    Peer peer = other.host.self();
    boolean possible = !maker.isFull() && !other.isFull() && maker.mayBeLinked(peer);
    if (possible) {
      join(maker, other, chosen);
      maker.whenLinked.accept(peer);
    }
    return possible;
  }

  private static void join(NeighborTable maker, NeighborTable other, boolean chosen) {
    maker.insert(other.host.self(), chosen);
    other.neighbors.add(maker.host.self());
    if (maker.redundant) {
      maker.neighborhood.heard(other.host.self(), 0, other.partners());
      other.neighborhood.heard(maker.host.self(), 0, maker.partners());
    }
  }

  private void insert(Peer peer, boolean chosen) {
    neighbors.add(chosen ? own++ : neighbors.size(), peer);
  }

  /**
   * Links two nodes as a given topology says, without a bound, and lets both keep that many links.
   * Each makes about half of its links.
   *
   * @param chosen whether the node that made the link replaces it
   */
  public static void follow(NeighborTable one, NeighborTable other, boolean chosen) {
    NeighborTable maker = one.surplus() < other.surplus() ? one : other;
    NeighborTable taker = maker == one ? other : one;
    join(maker, taker, chosen);
    maker.keepDegree();
    taker.keepDegree();
  }

  /** The links that this node has made, minus those that others have made to it. */
  private int surplus() {
    return own - (neighbors.size() - own);
  }

  private void keepDegree() {
    wanted = own;
    max = Math.max(max, neighbors.size());
  }

  /**
   * Adds a neighbor if there is room.
   *
   * @param chosen whether this node made the link
   */
  void add(Peer peer, boolean chosen) {
    if (hasRoomFor(peer)) {
      insert(peer, chosen);
      host.emit(new OverlayEvent.PeerJoined(peer, "neighbor"));
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

  /** Drops a neighbor that is dead or has left. */
  public void drop(Peer peer) {
    hostCache.remove(peer);
    if (remove(peer)) {
      host.emit(new OverlayEvent.PeerDropped(peer));
    }
  }

  boolean remove(Peer peer) {
    int place = neighbors.indexOf(peer);
    if (place >= 0) {
      Peer itsPartner = neighborhood.partnerOf(peer);
      neighborhood.forget(peer);
      neighbors.remove(place);
      if (place < own) {
        own--;
        choose(itsPartner);
      }
    }
    return place >= 0;
  }

  /** Makes a neighbor a chosen one, in place of its partner. */
  private void choose(@Nullable Peer peer) {
    if (peer != null && neighbors.indexOf(peer) >= own && neighbors.remove(peer)) {
      neighbors.add(own++, peer);
    }
  }

  /** Counts as linked from now on, although there is no neighbor. */
  public void standAlone() {
    linked = true;
  }

  /** Some neighbors from a random position on, as messages name them. */
  public List<Peer> some() {
    List<Peer> some = new ArrayList<>(WireLimits.OTHERS_MAX);
    int start = neighbors.isEmpty() ? 0 : host.random().nextInt(neighbors.size());
    for (int i = 0; i < Math.min(WireLimits.OTHERS_MAX / 2, neighbors.size()); i++) {
      some.add(neighbors.get((start + i) % neighbors.size()));
    }
    return some;
  }

  /** Sends Leave to all neighbors. */
  public void leave() {
    neighbors.forEach(neighbor -> host.send(neighbor, new UnstructuredMessage.Leave()));
  }
}
