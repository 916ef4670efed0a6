package io.duet.chord;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.chord.ExplorationBounds.Failures;
import io.duet.chord.RingExploration.Goal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Everything that can happen to small rings with lists of two, within bounds; and controls, which
 * show that the exploration finds what it looks for.
 *
 * <p>The long run, of tens of millions of worlds: {@code ./mvnw -Pnightly -pl shared,chord test
 * -Dtest=RingExplorationTest -Dsurefire.failIfNoSpecifiedTests=false}
 */
class RingExplorationTest {
  private static final CorrectedProtocol CORRECTED = new CorrectedProtocol(2);
  private static final int WORLDS_MAX = 12_000_000;

  private static List<Integer> ringOf(int members) {
    return IntStream.range(0, members).boxed().toList();
  }

  private static RingExploration explore(
      ExploredProtocol protocol, int nodes, ExplorationBounds bounds, Goal goal, int worldsMax) {
    RingExploration exploration =
        new RingExploration(protocol, RingExploration.peers(nodes), bounds, goal, worldsMax).run();
    System.out.println(bounds + ", " + nodes + " nodes: " + exploration);
    return exploration;
  }

  private static void assertInvariant(int nodes, ExplorationBounds bounds, int worldsMax) {
    RingExploration exploration = explore(CORRECTED, nodes, bounds, Goal.INVARIANT, worldsMax);
    assertThat(exploration.violations()).isEmpty();
    assertThat(exploration.isComplete() || exploration.worlds() >= worldsMax).isTrue();
  }

  @Test
  void threeMembers_oneJoins_oneCrashes() {
    assertInvariant(4, ExplorationBounds.crashes(ringOf(3), 1, 1), WORLDS_MAX);
  }

  @Test
  void threeMembers_oneJoins_allComeAndGoAsOftenAsTheyLike() {
    assertInvariant(4, ExplorationBounds.crashes(ringOf(3), 9, 0).comingAndGoing(), 150_000);
  }

  @Test
  void threeMembers_twoJoin_twoCrash() {
    assertInvariant(5, ExplorationBounds.crashes(List.of(0, 1, 3), 2, 1), 150_000);
  }

  @Test
  void fiveMembers_twoCrash() {
    assertInvariant(5, ExplorationBounds.crashes(ringOf(5), 2, 1), WORLDS_MAX);
  }

  /**
   * Two nodes that join one member form an ideal ring with it, if no member ends before. A ring
   * this small has no other guarantee.
   */
  @Test
  void oneMember_twoJoin_theRingBecomesIdeal() {
    ExplorationBounds bounds = ExplorationBounds.crashes(ringOf(1), 0, 1);
    assertThat(explore(CORRECTED, 3, bounds, Goal.REPAIR, 60_000).violations()).isEmpty();
  }

  /** The rules of 2001 lose the ring by one failure that the corrected ones allow and survive. */
  @Test
  void control_theRulesOf2001_loseTheRing() {
    ExplorationBounds bounds = ExplorationBounds.crashes(ringOf(4), 1, 3);
    RingExploration lost = explore(new PublishedProtocol(2), 4, bounds, Goal.LOSS, WORLDS_MAX);
    assertThat(lost.violations()).isNotEmpty();
    assertThat(lost.violations().get(0).toString()).contains("not repaired", "B crashes");
    assertInvariant(4, bounds, 100_000);
  }

  /**
   * A member loses its last live successor when two members that follow each other crash at once.
   */
  @Test
  void control_failuresThatAreNotAllowed_breakTheInvariant() {
    ExplorationBounds bounds = ExplorationBounds.crashes(ringOf(4), 2, 1).with(Failures.ANY);
    RingExploration broken = explore(CORRECTED, 4, bounds, Goal.INVARIANT, WORLDS_MAX);
    assertThat(broken.violations()).isNotEmpty();
    assertThat(broken.violations().get(0).sentences()).anyMatch(s -> s.contains("no live"));
  }

  /** A ring falls apart when only two of six members are left, and they do not know each other. */
  @Test
  void control_failuresThatAreNotAllowed_loseTheRing() {
    ExplorationBounds bounds = ExplorationBounds.crashes(ringOf(6), 4, 1).with(Failures.ANY);
    RingExploration lost = explore(CORRECTED, 6, bounds, Goal.LOSS, WORLDS_MAX);
    assertThat(lost.violations()).isNotEmpty();
    assertThat(lost.violations().get(0).toString()).contains("not repaired");
  }

  /**
   * A ring breaks the invariant if failures ignore lists on their way. A member then adopts a list
   * whose members have ended since it was sent.
   */
  @Test
  void control_failuresThatForgetListsUnderWay_breakTheInvariant() {
    ExplorationBounds bounds =
        ExplorationBounds.crashes(ringOf(4), 2, 1).with(Failures.ALLOWED_BY_HELD_LISTS);
    RingExploration broken = explore(CORRECTED, 5, bounds, Goal.INVARIANT, WORLDS_MAX);
    assertThat(broken.violations()).isNotEmpty();
    assertThat(broken.violations().get(0).sentences()).anyMatch(s -> s.contains("no live"));
  }

  @Test
  @Tag("nightly")
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  void allOfThese_forLong() {
    assertInvariant(4, ExplorationBounds.crashes(ringOf(3), 1, 2), WORLDS_MAX);
    assertInvariant(4, ExplorationBounds.crashes(ringOf(3), 9, 0).comingAndGoing(), WORLDS_MAX);
    assertInvariant(5, ExplorationBounds.crashes(ringOf(3), 2, 1), WORLDS_MAX);
    assertInvariant(5, ExplorationBounds.crashes(List.of(0, 1, 3), 2, 1), WORLDS_MAX);
    assertInvariant(5, ExplorationBounds.crashes(ringOf(4), 2, 2).comingAndGoing(), WORLDS_MAX);
    assertInvariant(5, ExplorationBounds.crashes(ringOf(5), 3, 0).comingAndGoing(), WORLDS_MAX);
  }
}
