package io.duet.chord;

import io.duet.overlay.OverlayEvent;
import io.duet.node.Host;
import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.NodeEvent;
import io.duet.node.PeerAddress;
import io.duet.node.Purpose;
import io.duet.node.Timer;
import io.duet.overlay.Answer;
import io.duet.overlay.ContentName;
import io.duet.overlay.KeywordSearch;
import io.duet.overlay.NameAnswer;
import io.duet.overlay.Status;
import io.duet.overlay.Words;
import io.duet.rpc.PeerRequests;
import io.duet.rpc.PendingRequests;
import io.duet.rpc.Reply;
import io.duet.rpc.ReplyHandler;
import io.duet.rpc.RetryPolicy;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A member of a Chord ring, after the corrected protocol (P. Zave, "Reasoning about identifier
 * spaces: how to make Chord correct", IEEE TSE 43(12), 2017).
 *
 * <p>Messages in and out: those of {@link ChordMessage}. Requests are answered at once from what
 * this node knows. Timers: {@link Alarm}.
 *
 * <p>Invariants: the successor list is in ring order, without this node and without duplicates, and
 * never empty; the predecessor is replaced only by a closer one or when it does not answer; what a
 * message claims about positions is never believed, because a position follows from the address.
 *
 * <p>Promised from the moment on at which r + 1 members form an ideal ring, r being the length of a
 * full list: every member has a live successor and r + 1 members are skipped by no list, so live
 * successors make one ordered ring; when nobody comes or goes it becomes ideal. The condition: a
 * member ends only if r + 1 such members stay, and one live successor in every list that is held or
 * on its way; and silence, twice, means death.
 *
 * <p>The founder begins as its own successor. Who joins while there are 1 to r members finds the
 * ring, and it becomes ideal as long as nobody ends; if somebody does, it may part. Then a member
 * that is alone, or whose list is not full, looks through its contacts for the ring and joins it; a
 * founder has none. Larger parts that were cut off together keep a ring of their own.
 */
final class ChordNode implements KeywordSearch {

  /** What this node sets its alarm for. */
  enum Alarm implements Timer {
    STABILIZE,
    FIX_FINGERS,
    REPUBLISH,
    JOIN,
    GOSSIP
  }

  private final Host host;
  private final ChordConfig config;
  private final RingView view;
  private @Nullable PeerRequests requests; // made by the first
  private final @Nullable Gossip gossip;
  private final List<PeerAddress> contacts;
  private final int contactCount;
  private @Nullable Contents contents;
  private @Nullable Routes routes;
  private boolean joined;
  private boolean joining;
  private boolean stabilizing;
  private short finger;
  private int contact = -1;
  private long startedNanos;

  /**
   * A node that has not started.
   *
   * @param contacts members through which it may join: the first {@code contactCount} of this list,
   *     which many nodes share
   * @param contactCount 0 for a node that begins a ring of its own
   */
  ChordNode(
      Host host, ChordConfig config, RingPeer self, List<PeerAddress> contacts, int contactCount) {
    this.host = host;
    this.config = config;
    LocationCache cache = config.cache() > 0 ? new LocationCache(self.id(), config.cache()) : null;
    this.view = new RingView(self, new FingerTable(config.digitBits()), cache);
    this.gossip =
        cache == null || config.tableBytesPerSecond() == 0 ? null : new Gossip(this, cache);
    this.contacts = contacts;
    this.contactCount = contactCount;
  }

  Host host() {
    return host;
  }

  ChordConfig config() {
    return config;
  }

  RingView view() {
    return view;
  }

  @Override
  public void start() {
    startedNanos = host.nowNanos();
    if (contactCount == 0) {
      becomeMember();
    } else {
      join();
    }
  }

  /** Tries to join through its contacts. */
  void join() {
    joining = true;
    new Joining(this).start();
  }

  /** A random contact, another one than the last; null when there is no other than itself. */
  @Nullable PeerAddress nextContact() {
    int next = Contacts.next(host, contacts, contactCount, contact);
    contact = next < 0 ? contact : next;
    return next < 0 ? null : contacts.get(next);
  }

  /** Looks whether its contacts know a ring, for a member that is alone or among very few. */
  void rejoin() {
    if (contactCount > 0 && !joining) {
      join();
    }
  }

  @Override
  public Status status() {
    return new RingStatus(view, config, joined)
        .of(recordsKept(), contents().announced(), requests().size());
  }

  /** Tries again in a while, unless stabilize will. */
  void joinLater() {
    joining = false;
    if (!joined) {
      long period = config.stabilizeNanos();
      host.setTimer(Alarm.JOIN, period > 0 ? period : config.requestNanos());
    }
  }

  /**
   * Becomes a member between the one before and the list that it handed over; a member that already
   * is one among others does so if that brings it a closer successor.
   */
  void joined(RingPeer before, List<RingPeer> list) {
    joining = false;
    long closer = list.get(0).id();
    if (!view.isAlone() && !RingId.isBetween(view.self().id(), closer, view.successor().id())) {
      return;
    }
    if (view.isAlone()) {
      view.predecessor(before);
    }
    view.adoptSuccessors(list.get(0), list.subList(1, list.size()), config.successors());
    Contents.rangeGrew(this);
    if (!joined) {
      becomeMember();
    }
    stabilize();
    if (config.fixFingersNanos() > 0 && view.fingerCount() > 0) {
      new FingerFixing(this, view.lowestFinger(), true).start();
    }
  }

  private void becomeMember() {
    beginMaintenance();
    host.emit(new OverlayEvent.Joined(host.nowNanos() - startedNanos));
    if (contents != null) {
      contents.joined();
    }
  }

  /** Is a member from now on. */
  void beginMaintenance() {
    joined = true;
    Alarms.begin(this);
  }

  /** What spreads and gathers news of other members; null when this ring does without. */
  @Nullable Gossip gossip() {
    return gossip;
  }

  /** A neighbour on the ring has come, or has gone: others want to know. */
  void neighbor(RingPeer peer, boolean alive) {
    if (gossip != null) {
      gossip.saw(peer, alive);
    }
  }

  /** A member was alive so many seconds ago. */
  void learn(RingPeer peer, int ageSeconds) {
    if (gossip != null) {
      gossip.learn(peer, ageSeconds);
    } else if (view.cache() != null && !peer.equals(view.self())) {
      int now = (int) (host.nowNanos() / 1_000_000_000L);
      view.cache().heard(peer, now - ageSeconds);
    }
  }

  @Override
  public boolean isJoined() {
    return joined;
  }

  @Override
  public void stop() {
    Farewell.say(this);
  }

  @Override
  public void onTimer(Timer timer) {
    if (timer != PendingRequests.Expiry.DUE) {
      Alarms.ring(this, timer);
    } else if (requests != null) {
      requests.onTimer();
    }
  }

  /** Begins a round of stabilize, unless one is under way. */
  void stabilize() {
    if (!stabilizing) {
      stabilizing = true;
      new Stabilization(this).start();
    }
  }

  void stabilized() {
    stabilizing = false;
    if (contents != null) {
      contents.look();
    }
  }

  /** Checks the next finger. */
  void fixFinger() {
    int count = view.fingerCount();
    if (count > 0) {
      finger = (short) ((finger + 1) % count);
      new FingerFixing(this, view.lowestFinger() + finger, false).start();
    }
  }

  /** Announces its contents anew, and drops records that have expired. */
  void refreshContents() {
    if (contents != null && !contents.refresh()) {
      contents = null;
    }
  }

  @Override
  public void publish(Key key) {
    contents().announcements().add(Announcement.of(key));
  }

  @Override
  public int recordsKept() {
    return contents == null ? 0 : contents.kept();
  }

  @Override
  public void withdraw(Key key) {
    contents().announcements().remove(Announcement.of(key));
  }

  @Override
  public void search(Key key, Consumer<Answer> whenDone) {
    new RecordSearch(this, key, whenDone).start();
  }

  @Override
  public void publish(ContentName name) {
    Announcement.of(name).forEach(contents().announcements()::add);
  }

  @Override
  public void withdraw(ContentName name) {
    Announcement.of(name).forEach(contents().announcements()::remove);
  }

  @Override
  public void search(Words words, Consumer<NameAnswer> whenDone) {
    new NameSearch(this, words, whenDone).start();
  }

  void lookUp(long target, Purpose purpose, Lookup.Listener listener) {
    if (joined && config.lookup() != ChordConfig.Mode.ITERATIVE) {
      routes().start(target, purpose, listener);
    } else {
      new Lookup(this, target, purpose, listener).start();
    }
  }

  Routes routes() {
    if (routes == null) {
      routes = new Routes(this);
    }
    return routes;
  }

  @Override
  public void onMessage(PeerAddress from, Message message) {
    Dispatch.onMessage(this, from, message);
  }

  /** Hands a reply to the request that it answers; false when there is none. */
  boolean onReply(PeerAddress from, Reply reply) {
    return requests != null && requests.onReply(from, reply);
  }

  @Override
  public void onUnreachable(PeerAddress peer) {
    if (requests != null) {
      requests.onUnreachable(peer);
    }
  }

  /** Forgets a peer that did not answer; a successor only when it is silent once more. */
  void onDead(RingPeer peer) {
    if (gossip != null) {
      gossip.missed(peer);
    }
    if (view.lists(peer)) {
      new Suspicion(this, peer).start();
    } else {
      drop(peer);
    }
  }

  /** Forgets a peer that is held for dead, as successor too. */
  void drop(RingPeer peer) {
    if (view.forget(peer)) {
      host.emit(new OverlayEvent.PeerDropped(peer.address()));
    }
  }

  void refuse(PeerAddress peer, String reason) {
    host.emit(new NodeEvent.MessageRefused(peer, reason));
  }

  /** Hands the records of positions that a new predecessor owns over to it. */
  void handOverTo(RingPeer newOwner) {
    if (contents != null) {
      contents.handOverTo(newOwner);
    }
  }

  /** What this member announces and keeps. */
  Contents contents() {
    if (contents == null) {
      contents = new Contents(this);
    }
    return contents;
  }

  /** Sends a request that the peer answers after it has asked others. */
  <R extends Reply> void askPatiently(
      PeerAddress peer, PendingRequests.Template<R> template, ReplyHandler<R> handler) {
    requests().send(peer, template, RetryPolicy.fixed(2 * config.requestNanos()), handler);
  }

  /** Sends a request; how long its reply is awaited follows from the round trips measured. */
  <R extends Reply> void ask(
      PeerAddress peer, PendingRequests.Template<R> template, ReplyHandler<R> handler) {
    ask(peer, template, handler, Long.MAX_VALUE);
  }

  /** Sends a request, and once more when it is not answered, because a message may be lost. */
  <R extends Reply> void askTwice(
      PeerAddress peer, PendingRequests.Template<R> template, ReplyHandler<R> handler) {
    requests().send(peer, template, RetryPolicy.twice(config.requestNanos()), handler);
  }

  /** The mean round trip to a peer in milliseconds; not a number when it was not measured. */
  float roundTripMs(RingPeer peer) {
    return requests == null ? Float.NaN : requests.roundTripMs(peer.address());
  }

  /** Sends a request, and waits for its reply no longer than this. */
  <R extends Reply> void ask(
      PeerAddress peer,
      PendingRequests.Template<R> template,
      ReplyHandler<R> handler,
      long nanosMax) {
    RetryPolicy policy = RetryPolicy.once(config.requestNanos()).within(nanosMax);
    requests().send(peer, template, policy, handler);
  }

  private PeerRequests requests() {
    if (requests == null) {
      requests = new PeerRequests(host);
    }
    return requests;
  }
}
