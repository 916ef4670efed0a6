package io.duet.unstructured;

import io.duet.node.Host;
import io.duet.node.Message;
import io.duet.node.PeerAddress;
import io.duet.node.Timer;
import io.duet.overlay.ContentName;
import io.duet.overlay.Listing;
import io.duet.overlay.OverlayEvent;
import io.duet.overlay.Placement;
import io.duet.overlay.Status;
import io.duet.rpc.PeerRequests;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A leaf: registers what it offers at super-peers, keeps that up to date, and lets them search.
 * When one dies it moves to another and registers anew; a search in flight is asked once more.
 *
 * <p>Messages out: Ping, Join, Register, LeafQuery, Room, Place, Farewell; in: their replies,
 * Farewell, Promote, Move, and those of {@link Signpost}. Timers: {@link Alarm}, {@link
 * LeafSearch.Late}, {@link LeafSearch.Slow}. Invariant: what it offers is registered at its
 * super-peers, or it is moving, or the digest in the next pong tells it to register anew.
 */
final class Leaf implements Role, Attachment.Owner {

  private enum What {
    PING,
    JOIN
  }

  /** What a leaf sets its alarm for. */
  private record Alarm(Leaf leaf, What what) implements Timer {}

  private static final int WAITING_MAX = 1_024;

  private final NodeContext context;
  private final KnownSuperPeers known;
  private final Refusals refusals;
  private final Attachments attachments = new Attachments();
  private final List<LeafSearch> waiting = new ArrayList<>(0);
  private @Nullable Joining joining;
  private final Standing standing;
  private @Nullable PeerAddress movingFrom;
  private boolean retired;

  /** A leaf that has not started, and the nodes that it knows. */
  Leaf(NodeContext context, List<PeerAddress> known) {
    this.context = context;
    this.known = new KnownSuperPeers(context.host(), known);
    this.refusals = new Refusals(context.host());
    this.standing = new Standing(this);
  }

  Host host() {
    return context.host();
  }

  SuperPeerConfig config() {
    return context.config();
  }

  PeerRequests pending() {
    return context.requests();
  }

  KnownSuperPeers known() {
    return known;
  }

  Refusals refusals() {
    return refusals;
  }

  NodeContext context() {
    return context;
  }

  @Override
  public String name() {
    return "leaf";
  }

  @Override
  public boolean isJoined() {
    return !attachments.isEmpty();
  }

  /** Some super-peer that serves this leaf; null while it is moving. */
  @Nullable PeerAddress superPeer(int turn) {
    return attachments.superPeer(turn);
  }

  /** Those who serve this leaf. */
  List<PeerAddress> superPeers() {
    return attachments.superPeers();
  }

  /** Its bonds with super-peers. */
  Attachments attachments() {
    return attachments;
  }

  /** Whether it ever had a super-peer. */
  boolean wasAttached() {
    return standing.wasAttached();
  }

  boolean isAttachedTo(PeerAddress peer) {
    return attachments.with(peer) != null;
  }

  // --- coming and going

  @Override
  public void start() {
    setPing();
    join();
  }

  private void setPing() {
    host().setTimer(new Alarm(this, What.PING), host().random().nextLong(config().pingNanos()));
  }

  /** Is attached without asking, in a network that is put together at once. */
  void assemble(List<PeerAddress> partners, List<PeerAddress> others) {
    partners.forEach(
        superPeer -> attachments.list().add(new Attachment(context, this, Bond.LEAF, superPeer)));
    others.forEach(known::learn);
    standing.attached();
    context.milestones().joined();
    setPing();
  }

  @Override
  public void retire() {
    stop();
    attachments.list().clear();
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
    attachments
        .list()
        .forEach(at -> host().send(at.superPeer(), new UnstructuredMessage.Farewell()));
  }

  /** Looks for a super-peer, unless it has one or is looking already. */
  private void join() {
    if (joining != null || !attachments.isEmpty() || known.size() == 0) {
      return;
    }
    if (standing.isDue()) {
      standing.stand();
    } else {
      joining = new Joining(this);
      joining.begin();
    }
  }

  /** Registers also with the partner of its first super-peer, and with no others. */
  private void joinPartner(PeerAddress of, List<PeerAddress> partners) {
    boolean isFirst = !attachments.isEmpty() && attachments.list().get(0).superPeer().equals(of);
    boolean wanted = isFirst && config().redundancy() > 1;
    List<PeerAddress> missing = refusals.without(partners);
    if (wanted && joining == null && !missing.isEmpty() && !isAttachedTo(missing.get(0))) {
      joining = new Joining(this);
      joining.insist(missing.get(0));
    }
  }

  /** A super-peer has taken this leaf, and shares it with these partners. */
  void attached(PeerAddress superPeer, List<PeerAddress> partners) {
    joining = null;
    Attachment attachment = new Attachment(context, this, Bond.LEAF, superPeer);
    attachments.list().add(movingFrom == null ? attachments.list().size() : 0, attachment);
    movingFrom = null;
    attachment.registerAll();
    standing.attached();
    tellRoom();
    context.milestones().joined();
    askWaiting();
    trim(attachment);
    joinPartner(superPeer, partners);
  }

  /** Leaves those that are no partners any more. */
  private void trim(Attachment newest) {
    for (PeerAddress left : attachments.trim(config().redundancy(), newest)) {
      host().send(left, new UnstructuredMessage.Farewell());
    }
  }

  private void onMove(PeerAddress from, LeafMessage.Move move) {
    if (!isAttachedTo(from)) {
      context.refuse(from, "move by a stranger");
    } else if (joining == null && !isAttachedTo(move.to())) {
      move(from, move.to());
    }
  }

  private void move(PeerAddress from, PeerAddress to) {
    movingFrom = from;
    joining = new Joining(this);
    joining.insist(to);
  }

  /** Notes that a super-peer takes no more leaves now; it is asked again once in a period. */
  void refusedBy(PeerAddress peer) {
    refusals.add(peer, Math.min(config().pingNanos(), 10 * config().pingTimeoutNanos()));
  }

  @Override
  public void refused(Attachment attachment) {
    PeerAddress from = attachment.superPeer();
    if (joining == null && holds(attachment) && !refusals.contains(from)) {
      refusals.add(from, Attachment.RETRY_PERIODS * config().pingNanos());
      PeerAddress other =
          refusals.anyBeside(known.all().stream().filter(peer -> !isAttachedTo(peer)).toList());
      if (other != null) {
        move(from, other);
      }
    }
  }

  /** Nobody has taken this leaf; it tries again before long. */
  void joinLater() {
    joining = null;
    movingFrom = null;
    long delay = Math.min(config().pingNanos(), config().pingTimeoutNanos()) / 4 + 1;
    host().setTimer(new Alarm(this, What.JOIN), delay);
  }

  /** Leaves a super-peer that is dead, or that does not know this leaf any more. */
  private void detach(PeerAddress from) {
    Attachment lost = attachments.with(from);
    if (lost != null) {
      attachments.list().remove(lost);
      host().emit(new OverlayEvent.PeerDropped(from));
      pending().onUnreachable(from); // what was asked there is asked anew at the next one
      if (attachments.isEmpty()) {
        standing.orphaned();
      }
      join();
    }
  }

  @Override
  public boolean holds(Attachment attachment) {
    return attachments.list().contains(attachment);
  }

  @Override
  public void heard(Attachment attachment, UnstructuredMessage.Pong pong) {
    pong.others().forEach(known::learn);
    if (pong.bond() == Bond.LEAF) {
      joinPartner(attachment.superPeer(), pong.partners());
    }
  }

  @Override
  public void forgotten(Attachment attachment) {
    detach(attachment.superPeer());
  }

  @Override
  public void dead(Attachment attachment) {
    known.passOver(attachment.superPeer());
    detach(attachment.superPeer());
  }

  // --- what the user does

  @Override
  public void added(Content content) {
    attachments.list().forEach(attachment -> attachment.register(true, content));
  }

  @Override
  public void removed(Content content) {
    attachments.list().forEach(attachment -> attachment.register(false, content));
  }

  @Override
  public void search(Question question, int wanted, SearchCallback whenDone) {
    new LeafSearch(this, question, wanted, whenDone).ask();
  }

  @Override
  public void place(ContentName name, long bytes, Consumer<Placement> whenDone) {
    PeerAddress superPeer = superPeer(0);
    if (superPeer == null) {
      whenDone.accept(Placement.without(Placement.Fate.FAILED));
    } else {
      pending()
          .send(
              superPeer,
              id -> new LeafMessage.Place(id, name, bytes),
              context.once(),
              new Placing(whenDone));
    }
  }

  @Override
  public Listing list(Listing.Of what, int first) {
    return new LeafLists(this).list(what, first);
  }

  /** Tells the super-peers how much of what this leaf would store is not used up by its files. */
  private void tellRoom() {
    long room = config().preset().roomBytes();
    if (room > 0) {
      long free = Math.max(0, room - context.offers().bytes());
      attachments.list().forEach(at -> host().send(at.superPeer(), new LeafMessage.Room(free)));
    }
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
  public boolean onMessage(PeerAddress from, Message message) {
    if (message instanceof UnstructuredMessage.Farewell) {
      known.passOver(from);
      detach(from);
    } else if (message instanceof LeafMessage.Join join && standing.onJoin(from, join)) {
      return true; // as a super-peer
    } else if (message instanceof LeafMessage.Promote promote) {
      standing.onPromote(from, promote);
    } else if (message instanceof LeafMessage.Move move) {
      onMove(from, move);
    } else {
      return new Signpost(this).onMessage(from, message);
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
      join();
    } else {
      List.copyOf(attachments.list()).forEach(Attachment::ping);
      tellRoom();
      host().setTimer(alarm, config().pingNanos());
    }
  }

  @Override
  public void onUnreachable(PeerAddress peer) {
    if (isAttachedTo(peer)) {
      known.passOver(peer);
      detach(peer);
    } else {
      pending().onUnreachable(peer);
    }
  }

  @Override
  public Status status() {
    return new LeafLists(this).status();
  }
}
