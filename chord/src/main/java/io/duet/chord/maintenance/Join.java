package io.duet.chord.maintenance;

import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.lookup.IterativeLookup;
import io.duet.chord.lookup.Lookups;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordContext;
import io.duet.chord.ring.RoutingState;
import io.duet.node.Peer;
import io.duet.node.Timer;
import io.duet.node.TrafficClass;
import io.duet.rpc.ReplyHandler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Join: a node looks up its own position, starting at a contact, to find the member that precedes
 * it, and copies that member's whole successor list (P. Zave, IEEE TSE 43(12), 2017, section 4). A
 * node without contacts founds a ring. A member that is alone, or whose list is not full, joins
 * again, because its contacts may know a larger ring.
 *
 * <p>Messages out: {@link ChordMessage.FindNextHop}, {@link ChordMessage.GetNeighbors}. Timers:
 * {@link Alarm#JOIN}, until an attempt succeeds. At most one attempt is in progress.
 */
public final class Join {
  private static final int CONTACTS_MAX = 8;
  private static final int DRAWS_MAX = 16;

  /** Fires when the next attempt is due. */
  public enum Alarm implements Timer {
    JOIN
  }

  private final ChordContext node;
  private final RingMaintenance rules;
  private final List<Peer> contacts; // of which only the first are this node's
  private final int contactCount;
  private int lastContact = -1;
  private long startedNanos;
  private boolean inProgress;

  Join(ChordContext node, RingMaintenance rules, List<Peer> contacts, int contactCount) {
    this.node = node;
    this.rules = rules;
    this.contacts = contacts;
    this.contactCount = contactCount;
  }

  /** Begins the first attempt, or founds a ring. */
  public void begin() {
    startedNanos = node.host().nowNanos();
    if (contactCount == 0) {
      node.becomeMember(0);
    } else {
      start();
    }
  }

  /** Begins an attempt. */
  public void start() {
    inProgress = true;
    new Attempt().start();
  }

  /** Begins an attempt if the successor list is not full. */
  public void startIfFew() {
    RoutingState routing = node.routing();
    boolean few = routing.isAlone() || routing.successors().size() < node.config().successors();
    if (few && contactCount > 0 && !inProgress) {
      start();
    }
  }

  /** Ends an attempt; a node that is not a member yet begins another one later. */
  private void joinLater() {
    inProgress = false;
    if (!node.isJoined()) {
      long period = node.config().stabilizeNanos();
      node.host().setTimer(Alarm.JOIN, period > 0 ? period : node.config().requestNanos());
    }
  }

  /**
   * Takes the position between {@code before} and its successor list; a member that is not alone
   * does so only to obtain a closer successor.
   */
  void join(RingPeer before, List<RingPeer> list) {
    inProgress = false;
    RoutingState routing = node.routing();
    long closer = list.get(0).id();
    if (!routing.isAlone()
        && !RingId.isBetween(routing.self().id(), closer, routing.successor().id())) {
      return;
    }
    if (routing.isAlone()) {
      routing.predecessor(before);
    }
    routing.adoptSuccessors(list.get(0), list.subList(1, list.size()), node.config().successors());
    node.reportNeighbor(null, routing.successor(), "successor");
    node.rangeGrew();
    if (!node.isJoined()) {
      node.becomeMember(node.host().nowNanos() - startedNanos);
    }
    rules.stabilize().start();
    rules.fixFingers().lookUpAll();
  }

  /** A random contact other than the last one; null if there is none but the node itself. */
  private @Nullable Peer nextContact() {
    for (int draws = 0; draws < DRAWS_MAX && contactCount > 0; draws++) {
      int next = node.host().random().nextInt(contactCount);
      boolean other = next != lastContact || contactCount == 1;
      if (other && !contacts.get(next).equals(node.host().self())) {
        lastContact = next;
        return contacts.get(next);
      }
    }
    return null;
  }

  /** Tries contacts one after another, until one leads to a lookup's result. */
  private final class Attempt implements Lookups.Listener {
    private int tried;

    /** Starts a lookup at the next contact. */
    void start() {
      Peer contact = tried++ < CONTACTS_MAX ? nextContact() : null;
      if (contact == null) {
        joinLater();
      } else {
        long self = node.routing().self().id();
        new IterativeLookup(node, self, TrafficClass.MAINTENANCE, this)
            .startAt(RingPeer.of(contact));
      }
    }

    @Override
    public void onOwner(List<RingPeer> owners, RingPeer before, Lookups.Cost cost) {
      node.ask(
          before.peer(),
          ChordMessage.GetNeighbors::new,
          ReplyHandler.of(reply -> onList(before, reply.successors()), Join.this::joinLater));
    }

    private void onList(RingPeer before, List<RingPeer> list) {
      long self = node.routing().self().id();
      if (list.isEmpty() || !RingId.isBetween(before.id(), self, list.get(0).id())) {
        joinLater(); // another node joined meanwhile, or has this position
      } else {
        join(before, list);
      }
    }

    @Override
    public void onNoOwner(Lookups.Cost cost) {
      start();
    }
  }
}
