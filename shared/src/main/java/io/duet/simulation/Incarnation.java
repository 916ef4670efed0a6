package io.duet.simulation;

import io.duet.node.Host;
import io.duet.node.Message;
import io.duet.node.Node;
import io.duet.node.NodeEvent;
import io.duet.node.Peer;
import io.duet.node.Timer;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The host of one node in a simulation, for that node's lifetime; a node that is created later at
 * the same address has its own incarnation. It is small, because a simulation may have a million.
 *
 * <p>Invariant: once ended, it has no node, and ignores all calls of its former node.
 */
final class Incarnation implements Host {
  private static final int ENDED = -1;

  private final Simulation simulation;
  private final Peer self;
  private final int index; // as its address says, without touching that
  int number; // the count of earlier ones at this host; -1 once this one has ended
  private @Nullable SplittableRandom random;
  @Nullable Node node; // null before it is placed and after it has crashed or left

  /** An incarnation; the first one at a host, with number 0, makes its own generator. */
  Incarnation(Simulation simulation, int number, Peer self, @Nullable SplittableRandom random) {
    this.simulation = simulation;
    this.number = number;
    this.self = self;
    this.index = Simulation.indexOf(self);
    this.random = random;
  }

  /** Ends this incarnation and returns the one that follows it at the same host. */
  Incarnation end() {
    Incarnation next = new Incarnation(simulation, number + 1, self, random().split());
    number = ENDED;
    node = null;
    return next;
  }

  /** The index of the host in its world. */
  int index() {
    return index;
  }

  @Override
  public Peer self() {
    return self;
  }

  @Override
  public long nowNanos() {
    return simulation.nowNanos();
  }

  @Override
  public SplittableRandom random() {
    if (random == null) {
      random = new SplittableRandom(simulation.seedOf(index()));
    }
    return random;
  }

  @Override
  public void send(Peer to, Message message) {
    if (node != null) {
      simulation.send(this, to, message);
    }
  }

  @Override
  public void setTimer(Timer timer, long delayNanos) {
    if (number != ENDED) {
      simulation.setTimer(this, timer, delayNanos);
    }
  }

  @Override
  public void emit(NodeEvent event) {
    if (number != ENDED) {
      simulation.listener.onEvent(self, event);
    }
  }
}
