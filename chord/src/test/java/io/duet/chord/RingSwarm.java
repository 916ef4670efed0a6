package io.duet.chord;

import io.duet.chord.ring.ChordConfig;
import io.duet.node.Key;
import io.duet.overlay.spi.Settings;
import io.duet.simulation.Faults;
import java.util.BitSet;
import java.util.SplittableRandom;

/**
 * Random events in one ring, all drawn from one seed. The seed decides the list length and the
 * lookup mode, and who joins, leaves, crashes, publishes and searches. It also decides when
 * messages are lost, held or partitioned.
 *
 * <p>Partitions and holds are limited to those that the protocol can survive. Between two halves
 * they last less than 200 ms, and so end before a silent member is dropped. Only one member at a
 * time is cut off for longer. It is never the first member, which knows no contacts through which
 * it could return.
 */
final class RingSwarm {
  private static final int MEMBERS_MAX = 20;
  private static final int HOSTS_MAX = 10_000;
  private static final int KEYS = 50;
  private static final int HOLD = 2;
  private static final long MS = 1_000_000;

  private final long seed;
  private final SplittableRandom random;
  private final int successors;
  private final double pauseMsMean;
  private final SwarmRing ring;
  private int events;
  private int ended;

  RingSwarm(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.successors = 2 + random.nextInt(3);
    this.pauseMsMean = 2 + random.nextInt(80);
    this.ring = new SwarmRing(seed, settings());
  }

  private Settings settings() {
    boolean caching = random.nextInt(3) == 0;
    return ChordConfig.defaults(MEMBERS_MAX)
        .with("successors", successors)
        .with("replicas", 1 + random.nextInt(successors))
        .with("stabilize", (200 + random.nextInt(800)) + "ms")
        .with("fixFingers", random.nextInt(4) == 0 ? "never" : "250ms")
        .with("parallel", 1 + random.nextInt(3))
        .with("cache", caching ? 64 : 0)
        .with("tableBytesPerSecond", caching ? 100 : 0)
        .with("lookup", random.nextBoolean() ? "iterative" : "recursive");
  }

  /** Runs {@code eventsMax} events, then gives the ring time to heal. */
  RingSwarm run(int eventsMax) {
    try {
      found();
      while (events < eventsMax) {
        events += happens(random.nextInt(100)) ? 1 : 0;
        ring.pass((long) (-StrictMath.log(1 - random.nextDouble()) * pauseMsMean * MS));
      }
      heal();
    } catch (AssertionError e) {
      throw new AssertionError("%s%nreplay: %s".formatted(e.getMessage(), replay()), e);
    }
    return this;
  }

  /** The line that repeats what has happened so far. */
  private String replay() {
    return "./mvnw -o -pl shared,chord test -Dtest=RingSwarmTest -Dsurefire.failIfNoSpecifiedTests=false"
        + " -Dswarm.seed=%d -Dswarm.events=%d".formatted(seed, events + 1);
  }

  private void found() {
    for (int i = 0; i < successors + 3; i++) {
      ring.join();
      ring.pass(3_000 * MS);
    }
    ring.pass(20_000 * MS);
    assertIdeal("founded");
    ring.promise();
  }

  private void heal() {
    ring.pass(90_000 * MS);
    assertIdeal("left alone");
  }

  private void assertIdeal(String when) {
    if (!ring.isIdeal()) {
      throw new AssertionError("the ring is not ideal after it was " + when);
    }
  }

  /** One event of the kind that was drawn; false when it cannot happen now. */
  private boolean happens(int drawn) {
    if (drawn < 16) {
      return joins();
    }
    if (drawn < 36) {
      return ends();
    }
    if (drawn < 80) {
      ring.node(random.nextInt(HOSTS_MAX)).search(key(), answer -> {});
    } else if (drawn < 92) {
      ring.node(random.nextInt(HOSTS_MAX)).publish(key());
    } else if (drawn < 97) {
      return faultsBegin();
    } else {
      ring.pass(random.nextInt(500) * MS);
    }
    return true;
  }

  private Key key() {
    return Key.ofName("file " + random.nextInt(KEYS));
  }

  private boolean joins() {
    boolean room = ring.size() < MEMBERS_MAX;
    if (room) {
      ring.join();
    }
    return room;
  }

  private boolean ends() {
    boolean allowed = ring.end(random.nextInt(HOSTS_MAX), random.nextInt(3) == 0);
    ended += allowed ? 1 : 0;
    return allowed;
  }

  private boolean faultsBegin() {
    int kind = random.nextInt(6);
    int ms = kind < 3 ? 50 + random.nextInt(150) : 500 + random.nextInt(2_500);
    Faults faults = ring.beginFaults(ms * MS, kind == HOLD);
    if (faults == null) {
      return false;
    }
    switch (kind) {
      case 0 -> faults.partition(half(0), half(1));
      case 1 -> faults.partitionOneWay(half(0), half(1));
      case HOLD -> faults.hold(half(0), half(1));
      case 3 -> isolate(faults, Math.max(1, ring.host(random.nextInt(HOSTS_MAX))));
      default -> faults.loss(random.nextDouble(0.03));
    }
    return true;
  }

  /** The hosts with even numbers, or with odd ones, those to come as well. */
  private static BitSet half(int first) {
    BitSet half = new BitSet();
    for (int i = first; i < HOSTS_MAX; i += 2) {
      half.set(i);
    }
    return half;
  }

  private static void isolate(Faults faults, int host) {
    BitSet one = new BitSet();
    one.set(host);
    BitSet others = new BitSet();
    others.set(0, HOSTS_MAX);
    others.clear(host);
    faults.partition(one, others);
  }

  /** How many members have crashed or left. */
  int ended() {
    return ended;
  }

  SwarmRing ring() {
    return ring;
  }
}
