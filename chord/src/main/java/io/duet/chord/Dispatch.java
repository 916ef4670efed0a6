package io.duet.chord;

import io.duet.chord.lookup.IterativeLookup;
import io.duet.chord.lookup.Lookups;
import io.duet.chord.lookup.RecursiveLookups;
import io.duet.chord.maintenance.Join;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.onehop.Gossip;
import io.duet.chord.onehop.LocationTable;
import io.duet.chord.ring.ChordConfig;
import io.duet.chord.storage.AntiEntropy;
import io.duet.chord.storage.Publications;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.node.Timer;
import io.duet.rpc.PendingRequests;
import io.duet.rpc.Reply;

/**
 * Dispatches each message and timer to the part of the node that handles it, and runs the periodic
 * tasks. Static, so that a million nodes hold no table of handlers each.
 */
final class Dispatch {

  /** A periodic task; each is its own timer. */
  private enum Task implements Timer {
    STABILIZE,
    FIX_FINGERS,
    REPUBLISH,
    GOSSIP
  }

  private Dispatch() {}

  static void onMessage(ChordNode node, Peer from, Message message) {
    LocationTable locations = node.locations();
    if (message instanceof Reply reply) {
      if (!node.requests().onReply(from, reply)) {
        node.refuse(from, "reply to no request");
      }
    } else if (message instanceof ChordMessage.FindNextHop find) {
      node.host().send(from, Lookups.answer(node, find));
    } else if (!node.isJoined()) {
      node.refuse(from, "not a member yet");
    } else if (message instanceof ChordMessage.RouteLookup route) {
      node.lookups().routes().forward(from, route);
    } else if (message instanceof ChordMessage.RouteResult routed) {
      node.lookups().routes().end(from, routed);
    } else if (!node.maintenance().onMessage(from, message)
        && (locations == null || !locations.onMessage(from, message))) {
      node.contents().onMessage(from, message);
    }
  }

  static void onTimer(ChordNode node, Timer timer) {
    if (timer instanceof Task task) {
      perform(node, task);
      node.host().setTimer(task, periodNanos(node, task));
    } else if (timer == PendingRequests.Expiry.DUE) {
      node.requests().onTimer();
    } else if (timer == Join.Alarm.JOIN) {
      node.maintenance().join().start();
    } else if (timer == Publications.Alarm.RENEW) {
      node.contents().renewNext();
    } else if (timer == AntiEntropy.Alarm.COMPARE) {
      node.contents().compare();
    } else if (timer instanceof IterativeLookup.Resume resume) {
      resume.lookup().resume();
    } else if (timer instanceof RecursiveLookups.Overdue overdue) {
      node.lookups().routes().overdue(overdue);
    }
  }

  /** Sets the timers of the periodic tasks, each with a phase derived from the node's position. */
  static void beginTasks(ChordNode node) {
    long phase = node.routing().self().id() >>> 1;
    begin(node, Task.STABILIZE, phase);
    begin(node, Task.FIX_FINGERS, phase >>> 8);
    begin(node, Task.REPUBLISH, phase >>> 4);
    begin(node, Task.GOSSIP, phase);
  }

  private static void begin(ChordNode node, Task task, long phase) {
    long period = periodNanos(node, task);
    if (period > 0) {
      node.host().setTimer(task, phase % period);
    }
  }

  /** The period of a task; 0 if the settings disable it. */
  private static long periodNanos(ChordNode node, Task task) {
    ChordConfig config = node.config();
    return switch (task) {
      case STABILIZE -> config.stabilizeNanos();
      case FIX_FINGERS -> config.fixFingersNanos();
      case REPUBLISH -> config.republishNanos();
      case GOSSIP -> config.gossips() ? Gossip.TICK_NANOS : 0;
    };
  }

  private static void perform(ChordNode node, Task task) {
    switch (task) {
      case STABILIZE -> node.maintenance().stabilize().start();
      case FIX_FINGERS -> node.maintenance().fixFingers().checkNext();
      case REPUBLISH -> node.refreshContents();
      case GOSSIP -> node.gossip();
    }
  }
}
