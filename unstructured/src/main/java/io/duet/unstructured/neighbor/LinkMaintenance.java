package io.duet.unstructured.neighbor;

import io.duet.node.Host;
import io.duet.node.Peer;
import io.duet.rpc.PeerRequests;
import io.duet.rpc.ReplyHandler;
import io.duet.rpc.RetryPolicy;
import io.duet.unstructured.message.PeerRelation;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.node.NodeContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Maintains a node's links: asks peers to be neighbors, pings neighbors, and replaces those that
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
  private @Nullable Peer trying; // one of these
  private int mended; // links beyond those that are wanted

  public LinkMaintenance(NodeContext context, NeighborTable links) {
    this.host = context.host();
    this.once = context.once();
    this.requests = context.requests();
    this.links = links;
    this.timeoutNanos = context.config().pingTimeoutNanos();
    this.named = context.config().preset().namedLinks();
  }

  /** Asks the first neighbors. */
  public void start() {
    HostCache hostCache = links.hostCache();
    if (named || hostCache.contacts().size() <= links.wanted()) {
      hostCache.contacts().forEach(this::link);
    } else {
      for (int i = 0; i < links.wanted(); i++) {
        link(hostCache.contact());
        links.addCandidate(hostCache.contact());
      }
    }
  }

  // --- links are made

  /** Asks a peer to be neighbors. */
  public void link(Peer peer) {
    link(peer, true);
  }

  private void link(Peer peer, boolean chosen) {
    if (links.hasRoomFor(peer)) {
      requests.send(
          peer,
          UnstructuredMessage.LinkRequest::new,
          once,
          ReplyHandler.of(
              (UnstructuredMessage.LinkReply reply) -> onLinked(peer, chosen, reply),
              () -> links.hostCache().remove(peer)));
    }
  }

  private void onLinked(Peer peer, boolean chosen, UnstructuredMessage.LinkReply reply) {
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

  /** Answers a peer that asks to be neighbors. */
  public void onLink(Peer from, UnstructuredMessage.LinkRequest link) {
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

  /** Pings all neighbors, and seeks new ones for the own links that are missing. */
  public void maintain() {
    for (Peer neighbor : List.copyOf(links.neighbors())) {
      ping(neighbor);
      Peer other = links.neighborhood().partnerOf(neighbor);
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
      Peer next = links.hostCache().next();
      if (next != null) {
        link(next);
      }
    }
  }

  /** Tries a peer again that was lost; for each that is found again another link is given up. */
  private void mend() {
    Peer silent = lost.next(host.random());
    if (silent != null) {
      trying = silent;
      link(silent);
    }
    if (mended > 0 && links.own() > links.wanted()) {
      mended--;
      Peer spare = links.neighbors().get(host.random().nextInt(links.own()));
      host.send(spare, new UnstructuredMessage.Leave());
      links.remove(spare);
    }
  }

  /** Asks a neighbor whether it lives, and is still one. */
  private void ping(Peer neighbor) {
    links.neighborhood().asked(neighbor);
    new PingProbe(requests, neighbor, timeoutNanos, new Pinged(neighbor)).start();
  }

  /** A neighbor that was pinged. */
  private final class Pinged implements PingProbe.Asker {
    private final Peer neighbor;

    Pinged(Peer neighbor) {
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

  /** Drops a neighbor that is dead, or that cannot be reached now; it is tried again later. */
  public void lose(Peer peer) {
    if (links.contains(peer)) {
      lost.add(peer);
    }
    links.drop(peer);
  }
}
