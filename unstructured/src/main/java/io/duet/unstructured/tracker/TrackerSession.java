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
 * A peer's bond with its tracker: it asks an entry server for one, or else goes to a tracker that
 * it knows; beats tell whether the tracker lives and still knows the peer. After a beat that is
 * sent twice without an answer the peer goes elsewhere.
 *
 * <p>Timers: {@link Retry}. Invariant: at most one attempt to get in is under way.
 */
final class TrackerSession {
  /** Rings when no tracker has taken the peer and it is time to try again. */
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
   * The bond of one peer that has none yet.
   *
   * @param contacts whom it asks for a tracker
   * @param whenAttached called each time that a tracker has taken it, which knows nothing of it
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

  /** The tracker that has taken this peer. */
  @Nullable Peer tracker() {
    return tracker;
  }

  /** The trackers that this peer knows, its own among them. */
  List<Peer> known() {
    return known;
  }

  /** Is attached to a tracker from the beginning. */
  void assemble(Peer itsTracker, List<Peer> trackers) {
    tracker = itsTracker;
    known = trackers;
  }

  // --- getting in

  /** Asks the contacts for a tracker, one after the other. */
  void enter() {
    if (!entering && tracker == null) {
      entering = true;
      ask(0);
    }
  }

  /** Asks them all again, after none let this peer in. */
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
      host.setTimer(Retry.DUE, config.beatNanos() / 4); // and until then nobody else begins
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

  // --- staying in

  /** Tells the tracker that this peer lives, or looks for one. */
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
              beaten -> beaten(mine, beaten), () -> silent(mine), () -> mine.equals(tracker)));
    }
  }

  private void beaten(Peer mine, TrackerMessage.HeartbeatReply beaten) {
    beating = false;
    if (!mine.equals(tracker)) {
      return; // the late word of one that this peer has left
    }
    List<Peer> trackers = new ArrayList<>(beaten.trackers());
    trackers.remove(mine);
    trackers.add(0, mine);
    known = trackers.stream().distinct().limit(WireLimits.TRACKERS_MAX).toList();
    if (!beaten.known()) {
      tracker = null;
      entering = true;
      tryAttach(List.of(mine), 0);
    }
  }

  private void silent(Peer mine) {
    beating = false;
    onLeave(mine);
  }

  /** Goes elsewhere when it was this tracker that has gone. */
  void onLeave(Peer gone) {
    forget(gone);
    if (gone.equals(tracker)) {
      tracker = null;
      host.emit(new OverlayEvent.PeerDropped(gone));
      enter();
    }
  }

  /** A tracker that is said to be unreachable is asked itself. */
  void onUnreachable(Peer peer) {
    if (peer.equals(tracker)) {
      beat();
    }
  }

  /** Tells the tracker that this peer goes. */
  void leave() {
    if (tracker != null) {
      host.send(tracker, new TrackerMessage.Leave());
    }
  }
}
