package io.duet.unstructured;

import io.duet.node.Host;
import io.duet.node.NodeEvent;
import io.duet.node.PeerAddress;
import io.duet.node.PendingRequests;
import io.duet.node.ReplyHandler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private static final int CANDIDATES_MAX = 32;
  private static final int TRIES_PER_ROUND = 4;
  private static final int PINGS_MAX = 2;

  /** Peers to which a node may turn when it knows nobody else: the first so many of a list. */
  record Contacts(List<PeerAddress> peers, int count) {
    static Contacts of(List<PeerAddress> peers) {
      return new Contacts(peers, peers.size());
    }
  }

  private final Host host;
  private final PendingRequests pending;
  private final int wanted;
  private final int max;
  private final long timeoutNanos;
  private final Contacts contacts;
  private final List<PeerAddress> neighbors = new ArrayList<>(4); // the own links first
  private final List<PeerAddress> candidates = new ArrayList<>(0);
  private final Map<PeerAddress, Integer> loads = new LinkedHashMap<>(0); // as the neighbours said
  private int own;
  private boolean linked;

  /** No links yet. */
  Links(Host host, PendingRequests pending, SuperPeerConfig config, Contacts contacts) {
    this.host = host;
    this.pending = pending;
    this.wanted = config.ownLinks();
    this.max = config.linksMax();
    this.timeoutNanos = config.pingTimeoutNanos();
    this.contacts = contacts;
  }

  /** The neighbours, those first to which this node made the link. */
  List<PeerAddress> neighbors() {
    return neighbors;
  }

  /** Those to whom this query is sent. */
  List<PeerAddress> targets(long query) {
    return neighbors;
  }

  boolean contains(PeerAddress peer) {
    return neighbors.contains(peer);
  }

  /** Whether this node was ever linked, or is the first of all and can be linked to nobody. */
  boolean wasLinked() {
    linked |= !neighbors.isEmpty() || contacts.count() == 0;
    return linked;
  }

  /** Asks the first neighbours. */
  void start() {
    if (contacts.count() <= wanted) {
      contacts.peers().subList(0, contacts.count()).forEach(this::link);
    } else {
      for (int i = 0; i < wanted; i++) {
        link(contact());
        addCandidate(contact());
      }
    }
  }

  private PeerAddress contact() {
    return contacts.peers().get(host.random().nextInt(contacts.count()));
  }

  /** Remembers a peer that may become a neighbour; the oldest such memory is dropped. */
  void addCandidate(PeerAddress peer) {
    if (!peer.equals(host.self()) && !neighbors.contains(peer) && !candidates.contains(peer)) {
      if (candidates.size() >= CANDIDATES_MAX) {
        candidates.remove(0);
      }
      candidates.add(peer);
    }
  }

  /**
   * Links two nodes without asking, for a network that is put together at once; false when they are
   * linked already, are the same, or one of them has no room.
   */
  static boolean assemble(Links maker, Links other) {
    PeerAddress peer = other.host.self();
    boolean possible =
        maker != other && !maker.isFull() && !other.isFull() && !maker.contains(peer);
    if (possible) {
      maker.addOwn(peer);
      other.neighbors.add(maker.host.self());
    }
    return possible;
  }

  private void addOwn(PeerAddress peer) {
    if (!neighbors.contains(peer) && !isFull()) {
      neighbors.add(own++, peer);
    }
  }

  private boolean isFull() {
    return neighbors.size() >= max;
  }

  /** Asks a peer to be neighbours. */
  void link(PeerAddress peer) {
    if (peer.equals(host.self()) || neighbors.contains(peer)) {
      return;
    }
    pending.send(
        peer,
        UnstructuredMessage.Link::new,
        timeoutNanos,
        new ReplyHandler<UnstructuredMessage.Linked>() {
          @Override
          public void onReply(UnstructuredMessage.Linked reply) {
            reply.others().forEach(Links.this::addCandidate);
            if (reply.accepted()) {
              addOwn(peer);
              loads.put(peer, 0);
            }
          }

          @Override
          public void onFailure() {
            candidates.remove(peer);
          }
        });
  }

  /** Answers a peer that asks to be neighbours. */
  void onLink(PeerAddress from, UnstructuredMessage.Link link) {
    boolean known = neighbors.contains(from);
    boolean accepted = known || (!isFull() && !from.equals(host.self()));
    if (accepted && !known) {
      neighbors.add(from);
    }
    host.send(from, new UnstructuredMessage.Linked(link.requestId(), accepted, some()));
  }

  /** Pings all neighbours, and seeks new ones for the own links that are missing. */
  void maintain() {
    for (PeerAddress neighbor : List.copyOf(neighbors)) {
      new Probe(neighbor).send();
    }
    int missing = Math.min(TRIES_PER_ROUND, wanted - own);
    for (int i = 0; i < missing; i++) {
      if (!candidates.isEmpty()) {
        link(candidates.remove(host.random().nextInt(candidates.size())));
      } else if (contacts.count() > 0) {
        link(contact());
      }
    }
  }

  /** One ping, sent again when it is lost: a neighbour is dead after the second silence. */
  private final class Probe implements ReplyHandler<UnstructuredMessage.Pong> {
    private final PeerAddress neighbor;
    private int sent;

    Probe(PeerAddress neighbor) {
      this.neighbor = neighbor;
    }

    void send() {
      sent++;
      pending.send(neighbor, UnstructuredMessage.Ping::new, timeoutNanos, this);
    }

    @Override
    public void onReply(UnstructuredMessage.Pong pong) {
      pong.others().forEach(Links.this::addCandidate);
      loads.put(neighbor, pong.load());
      if (!pong.known() && remove(neighbor)) {
        addCandidate(neighbor); // it has dropped the link, so the link is made anew or not
      }
    }

    @Override
    public void onFailure() {
      if (sent < PINGS_MAX && neighbors.contains(neighbor)) {
        send();
      } else {
        drop(neighbor);
      }
    }
  }

  /** Forgets a neighbour that is dead or has said farewell. */
  void drop(PeerAddress peer) {
    candidates.remove(peer);
    if (remove(peer)) {
      host.emit(new NodeEvent.PeerDropped(peer));
    }
  }

  private boolean remove(PeerAddress peer) {
    int place = neighbors.indexOf(peer);
    if (place >= 0) {
      loads.remove(peer);
      neighbors.remove(place);
      own -= place < own ? 1 : 0;
    }
    return place >= 0;
  }

  /** The neighbour that serves the fewest leaves, if it serves fewer than this. */
  @Nullable PeerAddress lessLoadedThan(int load) {
    PeerAddress best = null;
    int least = load;
    for (Map.Entry<PeerAddress, Integer> entry : loads.entrySet()) {
      if (entry.getValue() < least) {
        best = entry.getKey();
        least = entry.getValue();
      }
    }
    return best;
  }

  /** Notes that a neighbour will soon serve one leaf more. */
  void countLeafSentTo(PeerAddress neighbor) {
    loads.computeIfPresent(neighbor, (peer, load) -> load + 1);
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
