package io.duet.unstructured.tracker;

import io.duet.node.Peer;
import io.duet.overlay.OverlayEvent;
import io.duet.overlay.spi.PeerNode;
import io.duet.rpc.ReplyHandler;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A peer's session with its tracker, which gets the announcements. The peer asks an entry server
 * for a tracker, or else attaches to a known one. Heartbeats detect a tracker that is dead or no
 * longer knows the peer. After two heartbeats without a reply, the peer attaches to another
 * tracker.
 *
 * <p>Messages out: Enter, Attach, Heartbeat, Leave; in: their replies, Leave. Timer: {@code RETRY}.
 * Invariant: at most one attempt to attach is in progress.
 */
final class TrackerSession {
  private final PeerNode<TrackerConfig> node;
  private final LocalPieces localPieces;
  private final List<Peer> contacts;
  private List<Peer> known = List.of();
  private @Nullable Peer tracker;
  private boolean entering;
  private boolean heartbeatSent;

  /** The session of a peer that asks these contacts for a tracker. */
  TrackerSession(PeerNode<TrackerConfig> node, LocalPieces localPieces, List<Peer> contacts) {
    this.node = node;
    this.localPieces = localPieces;
    this.contacts = contacts;
  }

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
    node.ask(
        contacts.get(contact),
        TrackerMessage.Enter::new,
        ReplyHandler.of(
            redirect -> redirected(contact, redirect.trackers()), () -> ask(contact + 1)));
  }

  private void redirected(int contact, List<Peer> trackers) {
    if (trackers.isEmpty()) {
      ask(contact + 1);
    } else {
      learn(trackers, known);
      tryAttach(known, 0);
    }
  }

  private void learn(List<Peer> first, List<Peer> next) {
    Stream<Peer> all = Stream.concat(first.stream(), next.stream());
    known = all.distinct().limit(TrackerMessage.TRACKERS_MAX).toList();
  }

  private void tryAttach(List<Peer> trackers, int next) {
    if (next >= trackers.size()) {
      long nanos = node.config().heartbeatNanos() / 4; // entering stays true until then
      node.host().setTimer(TrackerNode.Alarm.RETRY, nanos);
      return;
    }
    Peer candidate = trackers.get(next);
    node.ask(
        candidate,
        TrackerMessage.Attach::new,
        ReplyHandler.of(
            reply -> {
              if (reply.accepted()) {
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
    node.lifecycle().joined();
    localPieces.announceAll(candidate);
  }

  private void forget(Peer silent) {
    known = known.stream().filter(other -> !other.equals(silent)).toList();
  }

  /** Sends a heartbeat to the tracker, or asks for a tracker if there is none. */
  void heartbeat() {
    Peer mine = tracker;
    if (mine == null) {
      enter();
    } else if (!heartbeatSent) {
      heartbeatSent = true;
      node.askBeforeDeath(
          mine,
          TrackerMessage.Heartbeat::new,
          ReplyHandler.of(
              reply -> onHeartbeatReply(mine, reply),
              () -> {
                heartbeatSent = false;
                onLeave(mine);
              },
              () -> mine.equals(tracker)));
    }
  }

  private void onHeartbeatReply(Peer mine, TrackerMessage.HeartbeatReply reply) {
    heartbeatSent = false;
    if (!mine.equals(tracker)) {
      return; // a late reply of an earlier tracker
    }
    learn(List.of(mine), reply.trackers());
    if (!reply.known()) {
      tracker = null;
      entering = true;
      tryAttach(List.of(mine), 0);
    }
  }

  /** Asks for another tracker if its own has left. */
  void onLeave(Peer gone) {
    forget(gone);
    if (gone.equals(tracker)) {
      tracker = null;
      node.host().emit(new OverlayEvent.PeerDropped(gone));
      enter();
    }
  }

  /** Sends a heartbeat to the tracker if the host reports it as unreachable. */
  void onUnreachable(Peer peer) {
    if (peer.equals(tracker)) {
      heartbeat();
    }
  }

  void leave() {
    if (tracker != null) {
      node.send(tracker, new TrackerMessage.Leave());
    }
  }
}
