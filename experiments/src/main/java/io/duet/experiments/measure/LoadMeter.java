package io.duet.experiments.measure;

import io.duet.experiments.result.NodeLoads;
import io.duet.experiments.world.World;
import java.util.Arrays;

/** Measures the load of each node of a world between two times. */
public final class LoadMeter {
  private final World world;
  private final int nodes;
  private long[] messagesBefore = {};
  private long[] bytesBefore = {};
  private long startedNanos;

  /**
   * A meter that has not started.
   *
   * @param nodes the number of nodes of the workload; extra ones after them are ignored
   */
  public LoadMeter(World world, int nodes) {
    this.world = world;
    this.nodes = nodes;
  }

  /** Begins to measure. */
  public void start() {
    messagesBefore = world.messagesHandled();
    bytesBefore = world.bytesHandled();
    startedNanos = world.nowNanos();
  }

  /** The loads since the start. */
  public NodeLoads read() {
    double seconds = (world.nowNanos() - startedNanos) / 1e9;
    return new NodeLoads(
        Arrays.copyOf(world.roles(), nodes),
        rates(world.messagesHandled(), messagesBefore, seconds),
        rates(world.bytesHandled(), bytesBefore, seconds));
  }

  private double[] rates(long[] now, long[] before, double seconds) {
    double[] rates = new double[nodes];
    Arrays.setAll(rates, node -> (now[node] - before[node]) / seconds);
    return rates;
  }
}
