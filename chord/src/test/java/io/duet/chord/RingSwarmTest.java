package io.duet.chord;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A swarm of random events, with the invariant of the corrected protocol checked after every one
 * that changes what a member knows. {@link SwarmRing} describes the guarantee when messages are
 * lost.
 *
 * <p>A failure prints the line that repeats it. The long run, of more than a million events: {@code
 * ./mvnw -Pnightly -pl shared,chord test -Dtest=RingSwarmTest
 * -Dsurefire.failIfNoSpecifiedTests=false}
 */
class RingSwarmTest {
  private static final int EVENTS = 2_000; // of each ring; then another seed draws another ring

  @Test
  void fiftyThousandEvents_breakNothing() {
    if (Long.getLong("swarm.seed") == null) {
      swarm(1, 25);
    } else {
      new RingSwarm(Long.getLong("swarm.seed")).run(Integer.getInteger("swarm.events", EVENTS));
    }
  }

  @Test
  @Tag("nightly")
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void aMillionEventsAndMore_breakNothing() {
    swarm(System.nanoTime(), 600);
  }

  private static void swarm(long seed, int rings) {
    long ends = 0;
    long checks = 0;
    long dropped = 0;
    for (int i = 0; i < rings; i++) {
      RingSwarm swarm = new RingSwarm(seed + i).run(EVENTS);
      ends += swarm.ended();
      checks += swarm.ring().checks();
      dropped += swarm.ring().mistakes();
    }
    System.out.printf(
        "%,d events: %,d members ended, %,d checks, %,d live successors dropped, 0 violations%n",
        rings * EVENTS, ends, checks, dropped);
  }
}
