package io.duet.experiments.bench;

import io.duet.node.Key;
import io.duet.overlay.Overlay;
import io.duet.overlay.SearchResult;
import io.duet.overlay.spi.OverlayNetwork;
import io.duet.overlay.spi.OverlayPlugin;
import io.duet.overlay.spi.Overlays;
import io.duet.simulation.NetworkModel;
import io.duet.simulation.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Messages per second through the whole path of a simulation, queue, dispatch and protocol, in a
 * ring of Chord nodes. One run has maintenance only; the other also has lookups.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 4)
@Measurement(iterations = 5, time = 4)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms6g", "-Xmx6g", "-XX:+UseSerialGC"})
public class SimulationBenchmark {
  private static final long SECOND = 1_000_000_000;
  private static final int LOOKUPS = 20_000;

  /** Nodes of the ring. */
  @Param({"100000", "1000000"})
  private int nodes;

  private final SplittableRandom random = new SplittableRandom(1);
  private final List<Overlay> ring = new ArrayList<>();
  private @Nullable Simulation simulation;
  private long found;

  /** Counts messages and lookups, in addition to the invocations. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Counters {
    /** Messages delivered. */
    public long messages;

    /** Lookups that ended. */
    public long lookups;

    /** Starts again. */
    @Setup(Level.Iteration)
    public void reset() {
      messages = 0;
      lookups = 0;
    }
  }

  /** Assembles the ring. */
  @Setup
  public void assemble() {
    OverlayPlugin chord = Overlays.named("chord");
    OverlayNetwork network = chord.network(chord.defaults(nodes), nodes, random);
    Simulation world =
        new Simulation(1, NetworkModel.constant(60_000_000), Overlays.messages(), (n, e) -> {});
    for (int i = 0; i < nodes; i++) {
      world.addHost();
      ring.add(network.create(i, world.host(i), world.peers()));
      world.place(i, ring.get(i));
    }
    network.assemble(ring);
    simulation = world;
  }

  private Simulation world() {
    if (simulation == null) {
      throw new IllegalStateException("the ring is not put together yet");
    }
    return simulation;
  }

  /** The ring stabilizes and fixes fingers for ten seconds of virtual time. */
  @Benchmark
  public long upkeep(Counters counters) {
    Simulation world = world();
    long before = world.deliveries();
    world.runUntil(world.nowNanos() + 10 * SECOND);
    counters.messages += world.deliveries() - before;
    return world.traceHash();
  }

  /** Searches from random nodes for random keys without a provider, within one second. */
  @Benchmark
  public long lookups(Counters counters) {
    Simulation world = world();
    long before = world.deliveries();
    for (int i = 0; i < LOOKUPS; i++) {
      Overlay origin = ring.get(random.nextInt(nodes));
      Key key = new Key(random.nextLong(), 0, 0, 0);
      world.at(world.nowNanos() + random.nextLong(SECOND), () -> origin.search(key, this::count));
    }
    long target = found + LOOKUPS;
    while (found < target) {
      world.runUntil(world.nowNanos() + SECOND / 10);
    }
    counters.messages += world.deliveries() - before;
    counters.lookups += LOOKUPS;
    return found;
  }

  private void count(SearchResult answer) {
    if (answer.status() == SearchResult.Status.FAILED) {
      throw new IllegalStateException("a lookup failed in a quiet ring");
    }
    found++;
  }
}
