package io.duet.unstructured;

import io.duet.node.Host;
import io.duet.node.PeerAddress;
import io.duet.overlay.OverlayEvent;
import io.duet.rpc.PeerRequests;
import io.duet.rpc.ReplyHandler;
import io.duet.rpc.RetryPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A node's neighbours: links are made by asking, watched by pings, and replaced when they vanish.
 *
 * <p>Who made a link replaces it: so every node keeps as many links of its own as it began with,
 * and the mean stays what it was however many nodes die. A graph in which each node makes two links
 * or more is connected almost surely (T. Fenner, A. Frieze, "On the connectivity of random
 * m-orientable graphs and digraphs", Combinatorica 2(4), 1982).
 *
 * <p>Messages out: Link, Ping, Farewell; in: Link, Ping, Farewell. It has no timer of its own: its
 * owner calls {@link #maintain} once a period. Invariant: at most so many links as are allowed,
 * none of them to this node, none twice.
 */
final class Links {
  private static final int TRIES_PER_ROUND = 4;

  /** Peers to which a node may turn when it knows nobody else: the first so many of a list. */
  record Contacts(List<PeerAddress> peers, int count) {
    static Contacts of(List<PeerAddress> peers) {
      return new Contacts(peers, peers.size());
    }
  }

  private final Host host;
  private final PeerRequests requests;
  private final boolean redundant;
  private int wanted;
  private int max;
  private final long timeoutNanos;
  private final Prospects prospects;
  private final boolean named;
  private final List<PeerAddress> neighbors = new ArrayList<>(4); // the own links first
  private final Neighborhood neighborhood;
  private final LostPeers lost = new LostPeers();
  private @Nullable PeerAddress trying; // one of these
  private int mended; // links beyond those that are wanted
  private @Nullable PeerAddress partner; // of this node; no neighbour
  private int own;
  private boolean linked;
  private Consumer<PeerAddress> whenLinked = peer -> {};

  /** No links yet. */
  Links(Host host, PeerRequests requests, SuperPeerConfig config, Contacts contacts) {
    this.host = host;
    this.neighborhood = new Neighborhood(host, config.search().hopWaitNanos());
    this.requests = requests;
    this.wanted = config.ownLinks();
    this.redundant = config.redundancy() > 1;
    this.max = config.linksMax();
    this.timeoutNanos = config.pingTimeoutNanos();
    this.prospects = new Prospects(host, contacts);
    this.named = config.preset().namedLinks();
  }

  /** Has somebody told of each new neighbour from now on. */
  void whenLinked(Consumer<PeerAddress> listener) {
    whenLinked = listener;
  }

  /** The neighbours, those first to which this node made the link. */
  List<PeerAddress> neighbors() {
    return neighbors;
  }

  /** What the neighbours said of themselves. */
  Neighborhood neighborhood() {
    return neighborhood;
  }

  /** Those to whom this query is sent: of partners the one whose turn it is, for every sender. */
  List<PeerAddress> targets(long query) {
    if (!redundant) {
      return neighbors;
    }
    return neighborhood.turns(neighbors, query);
  }

  /** Whether a query from a peer would go back with this neighbour: to it, or its partner. */
  boolean leadsBack(PeerAddress neighbor, PeerAddress from) {
    return neighbor.equals(from) || (redundant && from.equals(neighborhood.partnerOf(neighbor)));
  }

  /** A neighbour that has no partner, chosen at random; null when all have one. */
  @Nullable PeerAddress someWithoutPartner() {
    List<PeerAddress> single = neighborhood.single();
    return single.isEmpty() ? null : single.get(host.random().nextInt(single.size()));
  }

  /** Notes who is the partner of this node: it is a neighbour no more. */
  void setPartner(@Nullable PeerAddress peer) {
    partner = peer;
    if (peer != null) {
      remove(peer);
      prospects.remove(peer);
    }
  }

  /** Those who share the leaves of this node, to be named to others. */
  List<PeerAddress> partners() {
    return partner == null ? List.of() : List.of(partner);
  }

  boolean contains(PeerAddress peer) {
    return neighbors.contains(peer);
  }

  /** Whether this node was ever linked, or is the first of all and can be linked to nobody. */
  boolean wasLinked() {
    linked |= !neighbors.isEmpty() || prospects.contacts().isEmpty();
    return linked;
  }

  /** The contacts that are no neighbours now. */
  List<PeerAddress> unlinkedContacts() {
    return prospects.contacts().stream()
        .filter(peer -> !neighbors.contains(peer) && !peer.equals(host.self()))
        .toList();
  }

  /** Asks the first neighbours. */
  void start() {
    if (named || prospects.contacts().size() <= wanted) {
      prospects.contacts().forEach(this::link);
    } else {
      for (int i = 0; i < wanted; i++) {
        link(prospects.contact());
        addCandidate(prospects.contact());
      }
    }
  }

  /** Remembers a peer that may become a neighbour. */
  void addCandidate(PeerAddress peer) {
    if (mayBeLinked(peer)) {
      prospects.add(peer);
    }
  }

  private boolean mayBeLinked(PeerAddress peer) {
    return !peer.equals(host.self()) && !peer.equals(partner) && !neighbors.contains(peer);
  }

  /**
   * Links two nodes without asking, for a network that is put together at once; false when they are
   * linked already, are the same, or one of them has no room.
   *
   * @param chosen whether the first one replaces it when the other one dies
   */
  static boolean assemble(Links maker, Links other, boolean chosen) {
    PeerAddress peer = other.host.self();
    boolean possible = !maker.isFull() && !other.isFull() && maker.mayBeLinked(peer);
    if (possible) {
      maker.add(peer, chosen);
      other.neighbors.add(maker.host.self());
      exchangePartners(maker, other);
    }
    return possible;
  }

  private static void exchangePartners(Links one, Links other) {
    if (one.redundant) {
      one.neighborhood.heard(other.host.self(), 0, other.partners());
      other.neighborhood.heard(one.host.self(), 0, one.partners());
    }
  }

  /**
   * Links two nodes as a graph says, however many links they have, and lets both keep as many. Each
   * makes about half of its links; a chosen one is replaced by who made it.
   */
  static void follow(Links one, Links other, boolean chosen) {
    Links maker = one.surplus() < other.surplus() ? one : other;
    Links taker = maker == one ? other : one;
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

  private void add(PeerAddress peer, boolean chosen) {
    if (mayBeLinked(peer) && !isFull()) {
      neighbors.add(chosen ? own++ : neighbors.size(), peer);
      whenLinked.accept(peer);
    }
  }

  private boolean isFull() {
    return neighbors.size() >= max;
  }

  /** Asks a peer to be neighbours. */
  void link(PeerAddress peer) {
    link(peer, true);
  }

  private void link(PeerAddress peer, boolean chosen) {
    if (!mayBeLinked(peer) || isFull()) {
      return;
    }
    requests.send(
        peer,
        UnstructuredMessage.Link::new,
        RetryPolicy.once(timeoutNanos).within(2 * timeoutNanos),
        new ReplyHandler<UnstructuredMessage.Linked>() {
          @Override
          public void onReply(UnstructuredMessage.Linked reply) {
            reply.others().forEach(Links.this::addCandidate);
            lost.remove(peer); // it lives
            if (reply.accepted()) {
              mended += peer.equals(trying) ? 1 : 0;
              add(peer, chosen);
              if (neighbors.contains(peer)) {
                neighborhood.heard(peer, 0, reply.partners());
              }
            }
          }

          @Override
          public void onFailure() {
            prospects.remove(peer);
          }
        });
  }

  /** Answers a peer that asks to be neighbours. */
  void onLink(PeerAddress from, UnstructuredMessage.Link link) {
    boolean known = neighbors.contains(from);
    boolean accepted = known || (!isFull() && mayBeLinked(from));
    if (accepted && !known) {
      add(from, false);
      lost.remove(from);
    }
    host.send(from, new UnstructuredMessage.Linked(link.requestId(), accepted, partners(), some()));
  }

  /** Pings all neighbours, and seeks new ones for the own links that are missing. */
  void maintain() {
    for (PeerAddress neighbor : List.copyOf(neighbors)) {
      watch(neighbor);
      PeerAddress other = neighborhood.partnerOf(neighbor);
      if (other != null) {
        link(other, false);
      }
    }
    if (named) {
      unlinkedContacts().forEach(this::link);
    } else {
      seek();
      mend();
    }
  }

  /** Tries a peer again that was lost; for each that is found again another link is given up. */
  private void mend() {
    PeerAddress silent = lost.next(host.random());
    if (silent != null) {
      trying = silent;
      link(silent);
    }
    if (mended > 0 && own > wanted) {
      mended--;
      PeerAddress spare = neighbors.get(host.random().nextInt(own));
      host.send(spare, new UnstructuredMessage.Farewell());
      remove(spare);
    }
  }

  private void seek() {
    int least = neighbors.isEmpty() ? 1 : 0; // nobody is content to be alone
    int missing = Math.min(TRIES_PER_ROUND, Math.max(least, wanted) - own);
    for (int i = 0; i < missing; i++) {
      PeerAddress next = prospects.next();
      if (next != null) {
        link(next);
      }
    }
  }

  /** Asks a neighbour whether it lives, and is still one. */
  private void watch(PeerAddress neighbor) {
    neighborhood.asked(neighbor);
    Probe.Asker asker =
        new Probe.Asker() {
          @Override
          public void lives(UnstructuredMessage.Pong pong) {
            heard(neighbor, pong);
          }

          @Override
          public boolean suspects() {
            return neighbors.contains(neighbor);
          }

          @Override
          public void ends() {
            lose(neighbor);
          }
        };
    new Probe(requests, neighbor, timeoutNanos, asker).start();
  }

  private void heard(PeerAddress neighbor, UnstructuredMessage.Pong pong) {
    pong.others().forEach(this::addCandidate);
    if (neighbors.contains(neighbor)) {
      neighborhood.heard(neighbor, pong.load(), pong.partners());
    }
    if (pong.bond() != Bond.NEIGHBOR && remove(neighbor)) {
      addCandidate(neighbor); // it has dropped the link, so the link is made anew or not
    }
  }

  /** Drops a neighbour that is dead, or that cannot be reached now; it is tried again later. */
  void lose(PeerAddress peer) {
    if (neighbors.contains(peer)) {
      lost.add(peer);
    }
    drop(peer);
  }

  /** Forgets a neighbour that is dead or has said farewell. */
  void drop(PeerAddress peer) {
    prospects.remove(peer);
    if (remove(peer)) {
      host.emit(new OverlayEvent.PeerDropped(peer));
    }
  }

  private boolean remove(PeerAddress peer) {
    int place = neighbors.indexOf(peer);
    if (place >= 0) {
      PeerAddress heir = neighborhood.partnerOf(peer);
      neighborhood.forget(peer);
      neighbors.remove(place);
      if (place < own) {
        own--;
        choose(heir);
      }
    }
    return place >= 0;
  }

  /** Lets a neighbour that was not chosen take the place of its partner, which was. */
  private void choose(@Nullable PeerAddress heir) {
    if (heir != null && neighbors.indexOf(heir) >= own && neighbors.remove(heir)) {
      neighbors.add(own++, heir);
    }
  }

  /** Takes part from now on, though there is nobody to be linked to. */
  void standAlone() {
    linked = true;
  }

  /** Some neighbours, chosen at random, to be named to others. */
  List<PeerAddress> some() {
    List<PeerAddress> some = new ArrayList<>(UnstructuredFormats.OTHERS_MAX);
    int start = neighbors.isEmpty() ? 0 : host.random().nextInt(neighbors.size());
    for (int i = 0; i < Math.min(UnstructuredFormats.OTHERS_MAX / 2, neighbors.size()); i++) {
      some.add(neighbors.get((start + i) % neighbors.size()));
    }
    return some;
  }

  /** Says farewell to all neighbours. */
  void leave() {
    neighbors.forEach(neighbor -> host.send(neighbor, new UnstructuredMessage.Farewell()));
  }
}
