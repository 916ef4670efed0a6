package io.duet.unstructured.neighbor;

import io.duet.node.Peer;
import io.duet.rpc.ReplyHandler;
import io.duet.unstructured.message.PeerRelation;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.node.NodeContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Maintains a node's links: asks peers to be neighbors, pings neighbors, and replaces lost ones.
 *
 * <p>The node that made a link replaces it. So every node keeps the number of links that it made at
 * first, and the mean degree stays the same however many nodes die. A graph in which each node
 * makes at least two links is connected almost surely (T. Fenner, A. Frieze, "On the connectivity
 * of random m-orientable graphs and digraphs", Combinatorica 2(4), 1982).
 *
 * <p>Messages out: LinkRequest, LinkReply, Ping, Leave; in: LinkRequest, LinkReply, Pong. It has no
 * timer; its owner calls {@link #maintain} once a ping period.
 */
public final class LinkMaintenance {
  private static final int TRIES_PER_ROUND = 4;

  private final NodeContext context;
  private final NeighborTable links;
  private final boolean named;
  private final LostNeighbors lost = new LostNeighbors();
  private @Nullable Peer trying; // the lost neighbor asked last
  private int restored; // links with lost neighbors, beyond those that are wanted

  public LinkMaintenance(NodeContext context, NeighborTable links) {
    this.context = context;
    this.links = links;
    this.named = context.config().preset().namedLinks();
  }

  /** Asks the first peers to be neighbors. */
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

  // --- new links

  /** Asks a peer to be neighbors. */
  public void link(Peer peer) {
    link(peer, true);
  }

  private void link(Peer peer, boolean chosen) {
    if (links.hasRoomFor(peer)) {
      context.request(
          peer,
          UnstructuredMessage.LinkRequest::new,
          ReplyHandler.of(
              reply -> onLinkReply(peer, chosen, reply), () -> links.hostCache().remove(peer)));
    }
  }

  private void onLinkReply(Peer peer, boolean chosen, UnstructuredMessage.LinkReply reply) {
    reply.others().forEach(links::addCandidate);
    lost.remove(peer); // it lives
    if (reply.accepted()) {
      restored += peer.equals(trying) ? 1 : 0;
      links.add(peer, chosen);
      if (links.contains(peer)) {
        links.neighborhood().heard(peer, 0, reply.partners());
      }
    }
  }

  /** Accepts or refuses a peer that asks to be a neighbor. */
  public void onLink(Peer from, UnstructuredMessage.LinkRequest link) {
    boolean known = links.contains(from);
    boolean accepted = known || links.hasRoomFor(from);
    if (accepted && !known) {
      links.add(from, false);
      lost.remove(from);
    }
    context.send(
        from,
        new UnstructuredMessage.LinkReply(
            link.requestId(), accepted, links.partners(), links.some()));
  }

  // --- existing links

  /** Pings all neighbors, and replaces the missing links that this node is to make itself. */
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
      restore();
    }
  }

  private void seek() {
    int least = links.neighbors().isEmpty() ? 1 : 0; // also a node that is to make no link
    int missing = Math.min(TRIES_PER_ROUND, Math.max(least, links.wanted()) - links.own());
    for (int i = 0; i < missing; i++) {
      Peer next = links.hostCache().next();
      if (next != null) {
        link(next);
      }
    }
  }

  /** Asks a lost neighbor again; for each restored link, another one is given up. */
  private void restore() {
    Peer silent = lost.next(context.host().random());
    if (silent != null) {
      trying = silent;
      link(silent);
    }
    if (restored > 0 && links.own() > links.wanted()) {
      restored--;
      Peer spare = links.neighbors().get(context.host().random().nextInt(links.own()));
      context.send(spare, new UnstructuredMessage.Leave());
      links.remove(spare);
    }
  }

  /** Pings a neighbor, to learn whether it lives and keeps the link. */
  private void ping(Peer neighbor) {
    links.neighborhood().asked(neighbor);
    PingProbe.start(
        context,
        neighbor,
        pong -> onPong(neighbor, pong),
        () -> links.contains(neighbor),
        () -> lose(neighbor));
  }

  private void onPong(Peer neighbor, UnstructuredMessage.Pong pong) {
    pong.others().forEach(links::addCandidate);
    if (links.contains(neighbor)) {
      links.neighborhood().heard(neighbor, pong.load(), pong.partners());
    }
    if (pong.relation() != PeerRelation.NEIGHBOR && links.remove(neighbor)) {
      links.addCandidate(neighbor); // it has dropped the link; another request may restore it
    }
  }

  /** Drops a neighbor that is dead or unreachable, and remembers it as lost. */
  public void lose(Peer peer) {
    if (links.contains(peer)) {
      lost.add(peer);
    }
    links.drop(peer);
  }
}
