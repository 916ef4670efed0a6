package io.duet.chord;

import io.duet.chord.lookup.IterativeLookup;
import io.duet.chord.lookup.RecursiveLookups;
import io.duet.chord.maintenance.Join;
import io.duet.chord.onehop.Gossip;
import io.duet.chord.onehop.LocationService;
import io.duet.chord.ring.ChordConfig;
import io.duet.chord.storage.AntiEntropy;
import io.duet.node.Timer;
import io.duet.rpc.PendingRequests;
import org.jspecify.annotations.Nullable;

/**
 * Runs the periodic tasks of a member, and dispatches its other timers to their handlers. Static,
 * so that a million nodes hold no further object each.
 */
final class PeriodicTasks {

  /** A periodic task; each is its own timer. */
  enum Task implements Timer {
    STABILIZE,
    FIX_FINGERS,
    REPUBLISH,
    GOSSIP
  }

  private PeriodicTasks() {}

  /** Sets the periodic timers, each with a phase derived from the member's position. */
  static void begin(ChordNode node) {
    long phase = node.routing().self().id() >>> 1;
    ChordConfig config = node.config();
    begin(node, Task.STABILIZE, phase, config.stabilizeNanos());
    begin(node, Task.FIX_FINGERS, phase >>> 8, config.fixFingersNanos());
    begin(node, Task.REPUBLISH, phase >>> 4, config.republishNanos());
    Gossip gossip = gossip(node);
    if (gossip != null) {
      gossip.begin();
      begin(node, Task.GOSSIP, phase, Gossip.TICK_NANOS);
    }
  }

  private static void begin(ChordNode node, Timer task, long phase, long periodNanos) {
    if (periodNanos > 0) {
      node.host().setTimer(task, phase % periodNanos);
    }
  }

  private static @Nullable Gossip gossip(ChordNode node) {
    LocationService locations = node.locations();
    return locations == null ? null : locations.gossip();
  }

  static void ring(ChordNode node, Timer timer) {
    if (timer instanceof Task task) {
      perform(node, task);
    } else if (timer == PendingRequests.Expiry.DUE) {
      node.requests().onTimer();
    } else if (timer == Join.Alarm.JOIN) {
      node.maintenance().join().start();
    } else if (timer == AntiEntropy.Alarm.COMPARE) {
      node.contents().compare();
    } else if (timer instanceof IterativeLookup.Resume resume) {
      resume.lookup().resume();
    } else if (timer instanceof RecursiveLookups.Overdue overdue) {
      node.lookups().routes().overdue(overdue);
    }
  }

  /** Runs a task, and sets its timer for the next period. */
  private static void perform(ChordNode node, Task task) {
    ChordConfig config = node.config();
    Gossip gossip = gossip(node);
    if (task == Task.STABILIZE) {
      node.maintenance().stabilize().start();
      node.host().setTimer(task, config.stabilizeNanos());
    } else if (task == Task.FIX_FINGERS) {
      node.maintenance().fixFingers().checkNext();
      node.host().setTimer(task, config.fixFingersNanos());
    } else if (task == Task.REPUBLISH) {
      node.refreshContents();
      node.host().setTimer(task, config.republishNanos());
    } else if (gossip != null) {
      gossip.tick();
      node.host().setTimer(task, Gossip.TICK_NANOS);
    }
  }
}
