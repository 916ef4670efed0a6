package io.duet.unstructured.leaf;

import io.duet.node.Host;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.node.Timer;
import io.duet.overlay.ContentName;
import io.duet.overlay.PeerListing;
import io.duet.overlay.Placement;
import io.duet.overlay.Status;
import io.duet.overlay.StoragePlacement;
import io.duet.overlay.TablePage;
import io.duet.rpc.PeerRequests;
import io.duet.unstructured.config.SuperPeerConfig;
import io.duet.unstructured.directory.LeafStorage;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.message.PeerRelation;
import io.duet.unstructured.message.SearchCallback;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.SharedContent;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.neighbor.SuperPeerSession;
import io.duet.unstructured.node.NodeContext;
import io.duet.unstructured.node.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A leaf: registers what it offers at super-peers, keeps that up to date, and lets them search.
 * {@link Registration} finds it a super-peer, {@link Failover} another one when that dies.
 *
 * <p>Messages out: Ping, Join, Register, LeafQuery, Room, Place, Farewell; in: their replies,
 * Farewell, Promote, Move, and those of {@link JoinRedirector}. Timers: {@link Alarm}, {@link
 * LeafSearch.Late}, {@link LeafSearch.Slow}. Invariant: what it offers is registered at its
 * super-peers, or it is moving, or the digest in the next pong tells it to register anew.
 */
public final class Leaf implements Role, StoragePlacement, PeerListing {

  private enum What {
    PING,
    JOIN
  }

  /** What a leaf sets its alarm for. */
  private record Alarm(Leaf leaf, What what) implements Timer {}

  private static final int WAITING_MAX = 1_024;

  private final NodeContext context;
  private final KnownSuperPeers known;
  private final AdmissionBackoff backoff;
  private final SuperPeerSessions sessions = new SuperPeerSessions();
  private final List<LeafSearch> waiting = new ArrayList<>(0);
  private final LeafPromotion promotion;
  private final Registration registration;
  private final Failover failover;
  private final LeafStorage storage;
  private boolean retired;

  /** A leaf that has not started, and the nodes that it knows. */
  public Leaf(NodeContext context, List<Peer> known) {
    this.context = context;
    this.known = new KnownSuperPeers(context.host(), known);
    this.backoff = new AdmissionBackoff(context.host());
    this.promotion = new LeafPromotion(this);
    this.registration = new Registration(this);
    this.failover = new Failover(this);
    this.storage = new LeafStorage(context);
  }

  public Host host() {
    return context.host();
  }

  public SuperPeerConfig config() {
    return context.config();
  }

  PeerRequests requests() {
    return context.requests();
  }

  public KnownSuperPeers known() {
    return known;
  }

  AdmissionBackoff backoff() {
    return backoff;
  }

  public NodeContext context() {
    return context;
  }

  LeafPromotion promotion() {
    return promotion;
  }

  Registration registration() {
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

  /** Some super-peer that serves this leaf; null while it is moving. */
  public @Nullable Peer superPeer(int turn) {
    return sessions.superPeer(turn);
  }

  /** Those who serve this leaf. */
  public List<Peer> superPeers() {
    return sessions.superPeers();
  }

  /** Its bonds with super-peers. */
  public SuperPeerSessions sessions() {
    return sessions;
  }

  /** Whether it ever had a super-peer. */
  public boolean wasAttached() {
    return promotion.wasAttached();
  }

  public boolean isAttachedTo(Peer peer) {
    return sessions.with(peer) != null;
  }

  // --- coming and going

  @Override
  public void start() {
    setPing();
    registration.join();
  }

  private void setPing() {
    host().setTimer(new Alarm(this, What.PING), host().random().nextLong(config().pingNanos()));
  }

  /** Is attached without asking, in a network that is put together at once. */
  public void assemble(List<Peer> partners, List<Peer> others) {
    partners.forEach(superPeer -> sessions.list().add(session(superPeer)));
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
    sessions.list().forEach(at -> host().send(at.superPeer(), new UnstructuredMessage.Leave()));
  }

  /** A new bond with a super-peer, which the leaf does not hold yet. */
  SuperPeerSession session(Peer superPeer) {
    return new SuperPeerSession(context, failover, PeerRelation.LEAF, superPeer);
  }

  /** The leaf has one super-peer more. */
  void onAttached() {
    promotion.attached();
    storage.offer(superPeers());
    context.lifecycle().joined();
    askWaiting();
  }

  /** Looks for a super-peer after this time. */
  void joinAfter(long nanos) {
    host().setTimer(new Alarm(this, What.JOIN), nanos);
  }

  // --- what the user does

  @Override
  public void added(SharedContent content) {
    sessions.list().forEach(session -> session.register(true, content));
  }

  @Override
  public void removed(SharedContent content) {
    sessions.list().forEach(session -> session.register(false, content));
  }

  @Override
  public void search(SearchCriteria question, int wanted, SearchCallback whenDone) {
    new LeafSearch(this, question, wanted, whenDone).ask();
  }

  @Override
  public void place(ContentName name, long bytes, Consumer<Placement> whenDone) {
    storage.place(superPeer(0), name, bytes, whenDone);
  }

  @Override
  public TablePage list(TablePage.Of what, int first) {
    return new LeafStatus(this).list(what, first);
  }

  /** Lets a search wait until this leaf is attached; false when too many wait. */
  boolean await(LeafSearch search) {
    return waiting.size() < WAITING_MAX && waiting.add(search);
  }

  void cease(LeafSearch search) {
    waiting.remove(search);
  }

  // --- messages and timers

  @Override
  public boolean onMessage(Peer from, Message message) {
    if (message instanceof UnstructuredMessage.Leave) {
      failover.lost(from);
    } else if (message instanceof LeafMessage.Join join && promotion.onJoin(from, join)) {
      return true; // as a super-peer
    } else if (message instanceof LeafMessage.Promote promote) {
      promotion.onPromote(from, promote);
    } else if (message instanceof LeafMessage.Redirect move) {
      registration.onMove(from, move);
    } else {
      return new JoinRedirector(this).onMessage(from, message);
    }
    return true;
  }

  @Override
  public void onTimer(Timer timer) {
    if (timer instanceof LeafSearch.Late late) {
      late.search().giveUp();
    } else if (timer instanceof LeafSearch.Slow slow) {
      slow.search().onSlow(slow.asked());
    } else if (timer instanceof Alarm alarm && alarm.leaf() == this) {
      onAlarm(alarm);
    }
  }

  private void onAlarm(Alarm alarm) {
    if (alarm.what() == What.JOIN) {
      registration.join();
    } else {
      List.copyOf(sessions.list()).forEach(SuperPeerSession::ping);
      storage.offer(superPeers());
      host().setTimer(alarm, config().pingNanos());
    }
  }

  @Override
  public void onUnreachable(Peer peer) {
    if (isAttachedTo(peer)) {
      failover.lost(peer);
    } else {
      requests().onUnreachable(peer);
    }
  }

  @Override
  public Status status() {
    return new LeafStatus(this).status();
  }
}
