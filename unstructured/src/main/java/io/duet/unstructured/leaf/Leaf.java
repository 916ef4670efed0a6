package io.duet.unstructured.leaf;

import io.duet.node.Host;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.overlay.ContentName;
import io.duet.overlay.Placement;
import io.duet.overlay.Status;
import io.duet.overlay.TablePage;
import io.duet.unstructured.config.SuperPeerConfig;
import io.duet.unstructured.directory.LeafStorage;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.message.PeerRelation;
import io.duet.unstructured.message.SearchRequest;
import io.duet.unstructured.message.SharedContent;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.message.WireLimits;
import io.duet.unstructured.neighbor.SuperPeerSession;
import io.duet.unstructured.node.NodeContext;
import io.duet.unstructured.node.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The role of a leaf: it registers its contents at super-peers, sends them index updates, and
 * searches through them. {@link LeafRegistration} finds a super-peer. Nodes that use the leaf as
 * their contact are redirected to its own super-peers first, then to others that it knows.
 *
 * <p>Messages out: Ping, Join, Register, LeafQuery, StorageOffer, FindStorage, Leave; in: their
 * replies, Leave, Promote, Redirect, Ping, Join, LinkRequest. Timers: the ping period, the next
 * attempt to join, and those of {@link LeafSearch}. Invariant: its contents are registered at its
 * super-peers, or it is moving, or the digest of the next pong makes it register all again.
 */
public final class Leaf implements Role {
  private static final int WAITING_MAX = 1_024;

  private final NodeContext context;
  private final KnownSuperPeers known;
  private final SuperPeerSessions sessions = new SuperPeerSessions(this);
  private final List<LeafSearch> waiting = new ArrayList<>(0);
  private final LeafPromotion promotion;
  private final LeafRegistration registration;
  private final LeafStorage storage;
  private boolean retired;

  /** The role before it starts, with the nodes that it knows. */
  public Leaf(NodeContext context, List<Peer> known) {
    this.context = context;
    this.known = new KnownSuperPeers(context.host(), known);
    this.promotion = new LeafPromotion(this);
    this.registration = new LeafRegistration(this);
    this.storage = new LeafStorage(context);
  }

  public Host host() {
    return context.host();
  }

  public SuperPeerConfig config() {
    return context.config();
  }

  public KnownSuperPeers known() {
    return known;
  }

  public NodeContext context() {
    return context;
  }

  LeafPromotion promotion() {
    return promotion;
  }

  LeafRegistration registration() {
    return registration;
  }

  @Override
  public String name() {
    return "leaf";
  }

  @Override
  public boolean isJoined() {
    return !sessions.isEmpty();
  }

  /** The super-peer for this turn; null if none serves this leaf. */
  public @Nullable Peer superPeer(int turn) {
    return sessions.superPeer(turn);
  }

  /** The super-peers that serve this leaf. */
  public List<Peer> superPeers() {
    return sessions.superPeers();
  }

  /** The sessions with these super-peers. */
  public SuperPeerSessions sessions() {
    return sessions;
  }

  @Override
  public List<Peer> knownPeers() {
    return Stream.concat(superPeers().stream(), known.all().stream()).distinct().toList();
  }

  /** Whether it ever had a super-peer. */
  public boolean wasAttached() {
    return promotion.wasAttached();
  }

  public boolean isAttachedTo(Peer peer) {
    return sessions.with(peer) != null;
  }

  // --- lifecycle

  @Override
  public void start() {
    setPing();
    registration.join();
  }

  private void setPing() {
    context.after(this::ping, host().random().nextLong(config().pingNanos()));
  }

  private void ping() {
    List.copyOf(sessions.list()).forEach(SuperPeerSession::ping);
    storage.offer(superPeers());
    context.after(this::ping, config().pingNanos());
  }

  /** Attaches this leaf without messages, in an assembled network. */
  public void assemble(List<Peer> partners, List<Peer> others) {
    partners.forEach(superPeer -> sessions.add(sessions.list().size(), superPeer));
    others.forEach(known::learn);
    promotion.attached();
    context.lifecycle().joined();
    setPing();
  }

  @Override
  public void retire() {
    stop();
    sessions.list().clear();
    retired = true;
    askWaiting();
  }

  boolean isRetired() {
    return retired;
  }

  private void askWaiting() {
    List<LeafSearch> searches = new ArrayList<>(waiting);
    waiting.clear();
    searches.forEach(LeafSearch::ask);
  }

  @Override
  public void stop() {
    superPeers().forEach(peer -> context.send(peer, new UnstructuredMessage.Leave()));
  }

  /** Sends the waiting searches, after a super-peer has accepted this leaf. */
  void onAttached() {
    promotion.attached();
    storage.offer(superPeers());
    context.lifecycle().joined();
    askWaiting();
  }

  // --- user actions

  @Override
  public void changed(boolean added, SharedContent content) {
    sessions.list().forEach(session -> session.updates().register(added, content));
  }

  @Override
  public void search(SearchRequest request) {
    new LeafSearch(this, request).ask();
  }

  /** Its super-peers, then others that it knows. */
  @Override
  public List<Peer> keepers() {
    return Stream.concat(superPeers().stream(), known.answering().stream()).toList();
  }

  @Override
  public void place(ContentName name, long bytes, Consumer<Placement> whenDone) {
    storage.place(superPeer(0), name, bytes, whenDone);
  }

  @Override
  public TablePage list(TablePage.Of what, int first) {
    return new LeafStatus(this).list(what, first);
  }

  /** Queues a search until this leaf is attached; false if the queue is full. */
  boolean await(LeafSearch search) {
    return waiting.size() < WAITING_MAX && waiting.add(search);
  }

  void stopWaiting(LeafSearch search) {
    waiting.remove(search);
  }

  // --- messages and timers

  @Override
  public boolean onMessage(Peer from, Message message) {
    if (message instanceof UnstructuredMessage.Leave) {
      new Failover(this).lose(from);
    } else if (message instanceof LeafMessage.Join join && promotion.onJoin(from, join)) {
      return true; // handled as a super-peer
    } else if (message instanceof LeafMessage.Promote promote) {
      promotion.onPromote(from, promote);
    } else if (message instanceof LeafMessage.Redirect redirect) {
      registration.onRedirect(from, redirect);
    } else {
      return onMessageOfNewcomer(from, message);
    }
    return true;
  }

  private boolean onMessageOfNewcomer(Peer from, Message message) {
    List<Peer> none = List.of();
    if (message instanceof UnstructuredMessage.Ping ping) {
      PeerRelation relation = isAttachedTo(from) ? PeerRelation.SUPER_PEER : PeerRelation.NONE;
      int id = ping.requestId();
      context.send(from, new UnstructuredMessage.Pong(id, 0, relation, 0, none, known.some()));
    } else if (message instanceof LeafMessage.Join join) {
      context.send(from, new LeafMessage.JoinReply(join.requestId(), false, none, targets()));
    } else if (message instanceof UnstructuredMessage.LinkRequest link) {
      context.send(
          from, new UnstructuredMessage.LinkReply(link.requestId(), false, none, targets()));
    } else {
      return false;
    }
    return true;
  }

  /** The super-peers to which newcomers are redirected. */
  private List<Peer> targets() {
    return Stream.concat(superPeers().stream(), known.some().stream())
        .distinct()
        .limit(WireLimits.OTHERS_MAX)
        .toList();
  }

  @Override
  public void onUnreachable(Peer peer) {
    if (isAttachedTo(peer)) {
      new Failover(this).lose(peer);
    } else {
      context.requests().onUnreachable(peer);
    }
  }

  @Override
  public Status status() {
    return new LeafStatus(this).status();
  }
}
