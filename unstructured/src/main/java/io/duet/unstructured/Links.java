package io.duet.unstructured;

import io.duet.node.Host;
import io.duet.node.NodeEvent;
import io.duet.node.PeerAddress;
import io.duet.node.PendingRequests;
import io.duet.node.ReplyHandler;
import java.util.ArrayList;
import java.util.List;

/**
 * A node's neighbours: links are made by asking, watched by pings, and replaced when they vanish.
 *
 * <p>Messages out: Link, Ping, Farewell; in: Link, Ping, Farewell. It has no timer of its own: its
 * owner calls {@link #maintain} once a period. Invariant: at most so many links as are allowed,
 * none of them to this node, none twice.
 */
final class Links {
  private static final int CANDIDATES_MAX = 32;
  private static final int TRIES_PER_ROUND = 4;

  private final Host host;
  private final PendingRequests pending;
  private final int min;
  private final int max;
  private final long timeoutNanos;
  private final List<PeerAddress> neighbors = new ArrayList<>(4);
  private final List<PeerAddress> candidates = new ArrayList<>(0);

  /**
   * No links yet.
   *
   * @param degree the mean number of links that is wanted: with less than half of it new ones are
   *     sought, with twice as many none is taken any more
   */
  Links(Host host, PendingRequests pending, int degree, long timeoutNanos) {
    this.host = host;
    this.pending = pending;
    this.min = Math.max(1, (degree + 1) / 2);
    this.max = 2 * degree;
    this.timeoutNanos = timeoutNanos;
  }

  /** The neighbours, the oldest link first. */
  List<PeerAddress> neighbors() {
    return neighbors;
  }

  boolean contains(PeerAddress peer) {
    return neighbors.contains(peer);
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

  /** Makes a link without asking, for a network that is put together at once. */
  void assemble(PeerAddress peer) {
    if (!neighbors.contains(peer) && !peer.equals(host.self())) {
      neighbors.add(peer);
    }
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
            if (reply.accepted() && !isFull()) {
              assemble(peer);
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
    boolean accepted = neighbors.contains(from) || !isFull();
    if (accepted) {
      assemble(from);
    }
    host.send(from, new UnstructuredMessage.Linked(link.requestId(), accepted));
  }

  private boolean isFull() {
    return neighbors.size() >= max;
  }

  /** Pings all neighbours, and seeks new ones while there are too few. */
  void maintain() {
    for (PeerAddress neighbor : List.copyOf(neighbors)) {
      pending.send(neighbor, UnstructuredMessage.Ping::new, timeoutNanos, new Probe(neighbor));
    }
    int missing = Math.min(TRIES_PER_ROUND, min - neighbors.size());
    for (int i = 0; i < missing && !candidates.isEmpty(); i++) {
      link(candidates.remove(host.random().nextInt(candidates.size())));
    }
  }

  private final class Probe implements ReplyHandler<UnstructuredMessage.Pong> {
    private final PeerAddress neighbor;

    Probe(PeerAddress neighbor) {
      this.neighbor = neighbor;
    }

    @Override
    public void onReply(UnstructuredMessage.Pong pong) {
      pong.others().forEach(Links.this::addCandidate);
      if (!pong.known()) {
        neighbors.remove(neighbor); // it has dropped the link, so the link is made anew or not
        addCandidate(neighbor);
      }
    }

    @Override
    public void onFailure() {
      drop(neighbor);
    }
  }

  /** Forgets a neighbour that is dead or has said farewell. */
  void drop(PeerAddress peer) {
    candidates.remove(peer);
    if (neighbors.remove(peer)) {
      host.emit(new NodeEvent.PeerDropped(peer));
    }
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
