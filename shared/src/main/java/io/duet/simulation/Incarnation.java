package io.duet.simulation;

import io.duet.node.Host;
import io.duet.node.Message;
import io.duet.node.Node;
import io.duet.node.NodeEvent;
import io.duet.node.PeerAddress;
import io.duet.node.Timer;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The host of one node in a simulation, for that node's lifetime; a node that is created later at
 * the same address has an incarnation of its own. It is small, because there are a million of them.
 *
 * <p>Invariant: once ended, it has no node, and whatever the former node still asks of it is
 * ignored.
 */
final class Incarnation implements Host {
  private final Simulation simulation;
  private final PeerAddress self;
  final int index;
  final int number;
  private boolean ended;
  private @Nullable SplittableRandom random;
  private @Nullable Node node;

  private Incarnation(
      Simulation simulation,
      int index,
      int number,
      PeerAddress self,
      @Nullable SplittableRandom random) {
    this.simulation = simulation;
    this.index = index;
    this.number = number;
    this.self = self;
    this.random = random;
  }

  /** The first incarnation at a host. */
  static Incarnation first(Simulation simulation, int index, PeerAddress self) {
    return new Incarnation(simulation, index, 0, self, null);
  }

  /** Ends this incarnation and returns the one that follows it at the same host. */
  Incarnation end() {
    ended = true;
    node = null;
    return new Incarnation(simulation, index, number + 1, self, generator().split());
  }

  /** The node that lives here; null before it is placed and after it has crashed or left. */
  @Nullable Node node() {
    return node;
  }

  void place(Node newNode) {
    this.node = newNode;
  }

  @Override
  public PeerAddress self() {
    return self;
  }

  @Override
  public long nowNanos() {
    return simulation.nowNanos();
  }

  @Override
  public RandomGenerator random() {
    return generator();
  }

  private SplittableRandom generator() {
    if (random == null) {
      random = new SplittableRandom(simulation.seedOf(index));
    }
    return random;
  }

  @Override
  public void send(PeerAddress to, Message message) {
    if (node != null) {
      simulation.send(this, to, message);
    }
  }

  @Override
  public void setTimer(Timer timer, long delayNanos) {
    if (!ended) {
      simulation.setTimer(this, timer, delayNanos);
    }
  }

  @Override
  public void emit(NodeEvent event) {
    if (!ended) {
      simulation.listener().onEvent(self, event);
    }
  }
}
