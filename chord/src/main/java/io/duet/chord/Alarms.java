package io.duet.chord;

import io.duet.node.Timer;

/**
 * When a member's alarms ring, and what it does then. It belongs to no member, as {@link Dispatch}.
 */
final class Alarms {

  private Alarms() {}

  /** Sets the periodic alarms, each with a phase that follows from the member's position. */
  static void begin(ChordNode node) {
    long phase = node.view().self().id() >>> 1;
    ChordConfig config = node.config();
    begin(node, ChordNode.Alarm.STABILIZE, phase, config.stabilizeNanos());
    begin(node, ChordNode.Alarm.FIX_FINGERS, phase >>> 8, config.fixFingersNanos());
    begin(node, ChordNode.Alarm.REPUBLISH, phase >>> 4, config.republishNanos());
    Gossip gossip = node.gossip();
    if (gossip != null) {
      gossip.begin();
      begin(node, ChordNode.Alarm.GOSSIP, phase, Gossip.TICK_NANOS);
    }
  }

  private static void begin(ChordNode node, Timer alarm, long phase, long periodNanos) {
    if (periodNanos > 0) {
      node.host().setTimer(alarm, phase % periodNanos);
    }
  }

  static void ring(ChordNode node, Timer timer) {
    Gossip gossip = node.gossip();
    if (timer == ChordNode.Alarm.STABILIZE) {
      node.stabilize();
      node.host().setTimer(timer, node.config().stabilizeNanos());
    } else if (timer == ChordNode.Alarm.FIX_FINGERS) {
      node.fixFinger();
      node.host().setTimer(timer, node.config().fixFingersNanos());
    } else if (timer == ChordNode.Alarm.REPUBLISH) {
      node.refreshContents();
      node.host().setTimer(timer, node.config().republishNanos());
    } else if (timer == ChordNode.Alarm.GOSSIP && gossip != null) {
      gossip.tick();
      node.host().setTimer(timer, Gossip.TICK_NANOS);
    } else if (timer == ChordNode.Alarm.JOIN) {
      node.join();
    } else if (timer == Repair.Alarm.COMPARE) {
      node.contents().compare();
    } else if (timer instanceof Lookup.Resume resume) {
      resume.lookup().resume();
    } else if (timer instanceof Routes.Overdue overdue) {
      node.routes().overdue(overdue);
    }
  }
}
