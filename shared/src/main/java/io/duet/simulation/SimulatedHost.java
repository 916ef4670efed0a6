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

/** A node's host in a simulation; small, because a simulation may have a million. */
final class SimulatedHost implements Host {
  private final Simulation simulation;
  private final PeerAddress self;
  final int index;
  private @Nullable SplittableRandom random;
  private @Nullable Node node;

  SimulatedHost(Simulation simulation, int index, PeerAddress self) {
    this.simulation = simulation;
    this.index = index;
    this.self = self;
  }

  /** The node of this host; null before it is placed and after it has crashed or left. */
  @Nullable Node node() {
    return node;
  }

  void place(@Nullable Node newNode) {
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
    simulation.setTimer(this, timer, delayNanos);
  }

  @Override
  public void emit(NodeEvent event) {
    simulation.listener().onEvent(self, event);
  }
}
