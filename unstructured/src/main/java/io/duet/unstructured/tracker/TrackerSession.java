package io.duet.unstructured.tracker;

import io.duet.node.Host;
import io.duet.node.Peer;
import io.duet.node.Timer;
import io.duet.overlay.OverlayEvent;
import io.duet.rpc.PeerRequests;
import io.duet.rpc.ReplyHandler;
import io.duet.rpc.RetryPolicy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A peer's session with its tracker. The peer asks an entry server for a tracker, or else attaches
 * to a known one. Heartbeats detect a tracker that is dead or no longer knows the peer. After two
 * heartbeats without a reply, the peer attaches to another tracker.
 *
 * <p>Messages out: Enter, Attach, Heartbeat, Leave; in: their replies, Leave. Timer: {@link Retry}.
 * Invariant: at most one attempt to attach is under way.
 */
final class TrackerSession {
  /** Fires when the peer tries again, after no tracker has accepted it. */
  enum Retry implements Timer {
    DUE
  }

  private final Host host;
  private final TrackerConfig config;
  private final PeerRequests requests;
  private final List<Peer> contacts;
  private final Runnable whenAttached;
  private List<Peer> known = List.of();
  private @Nullable Peer tracker;
  private boolean entering;
  private boolean beating;

  /**
   * The session of a peer without a tracker.
   *
   * @param contacts the nodes that it asks for a tracker
   * @param whenAttached called each time a new tracker has accepted the peer
   */
  TrackerSession(
      Host host,
      TrackerConfig config,
      PeerRequests requests,
      List<Peer> contacts,
      Runnable whenAttached) {
    this.host = host;
    this.config = config;
    this.requests = requests;
    this.contacts = contacts;
    this.whenAttached = whenAttached;
  }

  /** The tracker of this peer; null if there is none. */
  @Nullable Peer tracker() {
    return tracker;
  }

  /** The trackers that this peer knows, its own included. */
  List<Peer> known() {
    return known;
  }

  /** Attaches the peer to a tracker without messages, in an assembled network. */
  void assemble(Peer itsTracker, List<Peer> trackers) {
    tracker = itsTracker;
    known = trackers;
  }

  // --- attaching

  /** Asks the contacts for a tracker, one after another. */
  void enter() {
    if (!entering && tracker == null) {
      entering = true;
      ask(0);
    }
  }

  /** Asks all contacts again, after no tracker has accepted this peer. */
  void retry() {
    entering = false;
    enter();
  }

  private void ask(int contact) {
    if (contact >= contacts.size()) {
      tryAttach(known, 0); // no entry server answers
      return;
    }
    requests.send(
        contacts.get(contact),
        TrackerMessage.Enter::new,
        RetryPolicy.once(config.timeoutNanos()),
        ReplyHandler.of(redirect -> redirected(contact, redirect), () -> ask(contact + 1)));
  }

  private void redirected(int contact, TrackerMessage.Redirect redirect) {
    if (redirect.trackers().isEmpty()) {
      ask(contact + 1);
    } else {
      Set<Peer> all = new LinkedHashSet<>(redirect.trackers());
      all.addAll(known);
      known = all.stream().limit(WireLimits.TRACKERS_MAX).toList();
      tryAttach(known, 0);
    }
  }

  private void tryAttach(List<Peer> trackers, int next) {
    if (next >= trackers.size()) {
      host.setTimer(Retry.DUE, config.beatNanos() / 4); // entering stays true until then
      return;
    }
    Peer candidate = trackers.get(next);
    requests.send(
        candidate,
        TrackerMessage.Attach::new,
        RetryPolicy.once(config.timeoutNanos()),
        ReplyHandler.of(
            attached -> {
              if (attached.accepted()) {
                attachedTo(candidate);
              } else {
                tryAttach(trackers, next + 1);
              }
            },
            () -> {
              forget(candidate);
              tryAttach(trackers, next + 1);
            }));
  }

  private void attachedTo(Peer candidate) {
    entering = false;
    tracker = candidate;
    whenAttached.run();
  }

  private void forget(Peer silent) {
    known = known.stream().filter(other -> !other.equals(silent)).toList();
  }

  // --- heartbeats

  /** Sends a heartbeat to the tracker, or looks for one. */
  void beat() {
    Peer mine = tracker;
    if (mine == null) {
      enter();
    } else if (!beating) {
      beating = true;
      requests.send(
          mine,
          TrackerMessage.Heartbeat::new,
          RetryPolicy.beforeDeath(config.timeoutNanos()),
          ReplyHandler.of(
              reply -> onHeartbeatReply(mine, reply),
              () -> silent(mine),
              () -> mine.equals(tracker)));
    }
  }

  private void onHeartbeatReply(Peer mine, TrackerMessage.HeartbeatReply reply) {
    beating = false;
    if (!mine.equals(tracker)) {
      return; // a late reply of an earlier tracker
    }
    List<Peer> trackers = new ArrayList<>(reply.trackers());
    trackers.remove(mine);
    trackers.add(0, mine);
    known = trackers.stream().distinct().limit(WireLimits.TRACKERS_MAX).toList();
    if (!reply.known()) {
      tracker = null;
      entering = true;
      tryAttach(List.of(mine), 0);
    }
  }

  private void silent(Peer mine) {
    beating = false;
    onLeave(mine);
  }

  /** Looks for another tracker if its own has left. */
  void onLeave(Peer gone) {
    forget(gone);
    if (gone.equals(tracker)) {
      tracker = null;
      host.emit(new OverlayEvent.PeerDropped(gone));
      enter();
    }
  }

  /** Sends a heartbeat to the tracker if the host reports it as unreachable. */
  void onUnreachable(Peer peer) {
    if (peer.equals(tracker)) {
      beat();
    }
  }

  /** Sends Leave to the tracker. */
  void leave() {
    if (tracker != null) {
      host.send(tracker, new TrackerMessage.Leave());
    }
  }
}
