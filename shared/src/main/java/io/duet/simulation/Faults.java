package io.duet.simulation;

import io.duet.node.Message;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The faults of a simulated network: loss, partitions (one-way or both ways) and holds, by node
 * index. {@link Simulation} itself has crash and leave.
 */
public final class Faults {

  private record Cut(BitSet from, BitSet to) {
    Cut {
      from = (BitSet) from.clone();
      to = (BitSet) to.clone();
    }

    boolean severs(int sender, int receiver) {
      return from.get(sender) && to.get(receiver);
    }
  }

  record Held(int from, int to, Message message) {}

  private static final int HELD_MAX = 1 << 20;

  private final RandomGenerator random;
  private final List<Cut> partitions = new ArrayList<>();
  private final List<Cut> holds = new ArrayList<>();
  private final List<Held> held = new ArrayList<>();
  private double loss;

  Faults(RandomGenerator random) {
    this.random = random;
  }

  /** Loses each message with this probability, 0 to 1, from now on. */
  public void loss(double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("loss " + probability + " is not within 0 and 1");
    }
    loss = probability;
  }

  /** Loses messages between the two groups in both directions, until repaired. */
  public void partition(BitSet one, BitSet other) {
    partitionOneWay(one, other);
    partitionOneWay(other, one);
  }

  /** Loses messages from the first group to the second, until repaired. */
  public void partitionOneWay(BitSet from, BitSet to) {
    partitions.add(new Cut(from, to));
  }

  /** Ends all partitions. */
  public void repair() {
    partitions.clear();
  }

  /** Holds messages from the first group to the second, until released. */
  public void hold(BitSet from, BitSet to) {
    holds.add(new Cut(from, to));
  }

  /** Ends all holds; returns the held messages in the order in which they were sent. */
  List<Held> release() {
    List<Held> released = new ArrayList<>(held);
    held.clear();
    holds.clear();
    return released;
  }

  /** Whether a message that is sent now is delivered now; otherwise it is lost, or held. */
  boolean passes(int from, int to, Message message) {
    if (isLost(from, to)) {
      return false;
    }
    boolean passes = !severed(holds, from, to);
    if (!passes && held.size() < HELD_MAX) {
      held.add(new Held(from, to, message));
    }
    return passes;
  }

  /** Whether a sign that is no message, as that a connection has broken, passes now. */
  boolean passes(int from, int to) {
    return !severed(holds, from, to) && !isLost(from, to);
  }

  private boolean isLost(int from, int to) {
    return severed(partitions, from, to) || (loss > 0 && random.nextDouble() < loss);
  }

  private static boolean severed(List<Cut> cuts, int from, int to) {
    return !cuts.isEmpty() && cuts.stream().anyMatch(cut -> cut.severs(from, to));
  }
}
