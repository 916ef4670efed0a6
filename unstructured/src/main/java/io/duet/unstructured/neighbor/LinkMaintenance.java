package io.duet.unstructured.neighbor;

import io.duet.node.Host;
import io.duet.node.PeerAddress;
import io.duet.rpc.PeerRequests;
import io.duet.rpc.ReplyHandler;
import io.duet.rpc.RetryPolicy;
import io.duet.unstructured.message.PeerRelation;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.node.NodeContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Maintains a node's links: asks peers to be neighbours, pings neighbours, and replaces those that
 * vanish.
 *
 * <p>Who made a link replaces it: so every node keeps as many links of its own as it began with,
 * and the mean stays what it was however many nodes die. A graph in which each node makes two links
 * or more is connected almost surely (T. Fenner, A. Frieze, "On the connectivity of random
 * m-orientable graphs and digraphs", Combinatorica 2(4), 1982).
 *
 * <p>Messages out: Link, Ping, Farewell; in: Link, Linked, Pong. It has no timer of its own: its
 * owner calls {@link #maintain} once a period.
 */
public final class LinkMaintenance {
  private static final int TRIES_PER_ROUND = 4;

  private final Host host;
  private final RetryPolicy once;
  private final PeerRequests requests;
  private final NeighborTable links;
  private final long timeoutNanos;
  private final boolean named;
  private final LostNeighbors lost = new LostNeighbors();
  private @Nullable PeerAddress trying; // one of these
  private int mended; // links beyond those that are wanted

  public LinkMaintenance(NodeContext context, NeighborTable links) {
    this.host = context.host();
    this.once = context.once();
    this.requests = context.requests();
    this.links = links;
    this.timeoutNanos = context.config().pingTimeoutNanos();
    this.named = context.config().preset().namedLinks();
  }

  /** Asks the first neighbours. */
  public void start() {
    HostCache prospects = links.prospects();
    if (named || prospects.contacts().size() <= links.wanted()) {
      prospects.contacts().forEach(this::link);
    } else {
      for (int i = 0; i < links.wanted(); i++) {
        link(prospects.contact());
        links.addCandidate(prospects.contact());
      }
    }
  }

  // --- links are made

  /** Asks a peer to be neighbours. */
  public void link(PeerAddress peer) {
    link(peer, true);
  }

  private void link(PeerAddress peer, boolean chosen) {
    if (links.hasRoomFor(peer)) {
      requests.send(
          peer,
          UnstructuredMessage.LinkRequest::new,
          once,
          ReplyHandler.of(
              (UnstructuredMessage.LinkReply reply) -> onLinked(peer, chosen, reply),
              () -> links.prospects().remove(peer)));
    }
  }

  private void onLinked(PeerAddress peer, boolean chosen, UnstructuredMessage.LinkReply reply) {
    reply.others().forEach(links::addCandidate);
    lost.remove(peer); // it lives
    if (reply.accepted()) {
      mended += peer.equals(trying) ? 1 : 0;
      links.add(peer, chosen);
      if (links.contains(peer)) {
        links.neighborhood().heard(peer, 0, reply.partners());
      }
    }
  }

  /** Answers a peer that asks to be neighbours. */
  public void onLink(PeerAddress from, UnstructuredMessage.LinkRequest link) {
    boolean known = links.contains(from);
    boolean accepted = known || links.hasRoomFor(from);
    if (accepted && !known) {
      links.add(from, false);
      lost.remove(from);
    }
    host.send(
        from,
        new UnstructuredMessage.LinkReply(
            link.requestId(), accepted, links.partners(), links.some()));
  }

  // --- links are kept

  /** Pings all neighbours, and seeks new ones for the own links that are missing. */
  public void maintain() {
    for (PeerAddress neighbor : List.copyOf(links.neighbors())) {
      ping(neighbor);
      PeerAddress other = links.neighborhood().partnerOf(neighbor);
      if (other != null) {
        link(other, false);
      }
    }
    if (named) {
      links.unlinkedContacts().forEach(this::link);
    } else {
      seek();
      mend();
    }
  }

  private void seek() {
    int least = links.neighbors().isEmpty() ? 1 : 0; // nobody is content to be alone
    int missing = Math.min(TRIES_PER_ROUND, Math.max(least, links.wanted()) - links.own());
    for (int i = 0; i < missing; i++) {
      PeerAddress next = links.prospects().next();
      if (next != null) {
        link(next);
      }
    }
  }

  /** Tries a peer again that was lost; for each that is found again another link is given up. */
  private void mend() {
    PeerAddress silent = lost.next(host.random());
    if (silent != null) {
      trying = silent;
      link(silent);
    }
    if (mended > 0 && links.own() > links.wanted()) {
      mended--;
      PeerAddress spare = links.neighbors().get(host.random().nextInt(links.own()));
      host.send(spare, new UnstructuredMessage.Leave());
      links.remove(spare);
    }
  }

  /** Asks a neighbour whether it lives, and is still one. */
  private void ping(PeerAddress neighbor) {
    links.neighborhood().asked(neighbor);
    new PingProbe(requests, neighbor, timeoutNanos, new Pinged(neighbor)).start();
  }

  /** A neighbour that was pinged. */
  private final class Pinged implements PingProbe.Asker {
    private final PeerAddress neighbor;

    Pinged(PeerAddress neighbor) {
      this.neighbor = neighbor;
    }

    @Override
    public void lives(UnstructuredMessage.Pong pong) {
      pong.others().forEach(links::addCandidate);
      if (links.contains(neighbor)) {
        links.neighborhood().heard(neighbor, pong.load(), pong.partners());
      }
      if (pong.bond() != PeerRelation.NEIGHBOR && links.remove(neighbor)) {
        links.addCandidate(neighbor); // it has dropped the link, so the link is made anew or not
      }
    }

    @Override
    public boolean suspects() {
      return links.contains(neighbor);
    }

    @Override
    public void ends() {
      lose(neighbor);
    }
  }

  /** Drops a neighbour that is dead, or that cannot be reached now; it is tried again later. */
  public void lose(PeerAddress peer) {
    if (links.contains(peer)) {
      lost.add(peer);
    }
    links.drop(peer);
  }
}
