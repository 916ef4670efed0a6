package io.duet.unstructured.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Two or three walkers that set out at time 100 and ask twice at most; the first has until 150. */
class WalkerTrackerTest {
  private static final int FIRST_LIMIT = 50;

  private static WalkerTracker walkers(int count) {
    return new WalkerTracker(count, 2, FIRST_LIMIT, 100);
  }

  @Test
  void takeLost_ofWalkersOfWhichNoneAsked_waitsForTheFirstPatience() {
    WalkerTracker walkers = walkers(2);
    assertThat(walkers.takeLost(150)).isEmpty();
    assertThat(walkers.takeLost(151)).containsExactly(0, 1);
  }

  /** Walker 0 asked after 10, so that walker 1 had 20. */
  @Test
  void takeLost_goesByTheSlowestCheck() {
    WalkerTracker walkers = walkers(2);
    assertThat(walkers.heard(0, 110)).isTrue();
    assertThat(walkers.takeLost(120)).isEmpty();
    assertThat(walkers.takeLost(121)).containsExactly(1);
  }

  /** Walker 0 has walked for 10 before it fell silent: a hit may need as long for its way back. */
  @Test
  void takeLost_leavesTimeForAHitToComeBack() {
    WalkerTracker walkers = walkers(1);
    walkers.heard(0, 110);
    assertThat(walkers.takeLost(110 + 20 + 10)).isEmpty();
    assertThat(walkers.takeLost(110 + 20 + 11)).containsExactly(0);
  }

  @Test
  void takeLost_countsThemAsSentAnew() {
    WalkerTracker walkers = walkers(2);
    walkers.heard(0, 110);
    walkers.heard(0, 120);
    assertThat(walkers.takeLost(121)).containsExactly(1);
    assertThat(walkers.takeLost(141)).isEmpty();
    walkers.heard(1, 131);
    assertThat(walkers.takeLost(131 + 20 + 10)).isEmpty();
    assertThat(walkers.takeLost(131 + 20 + 11)).containsExactly(1);
  }

  @Test
  void walker_thatHasAskedForTheLastTime_isNotLost() {
    WalkerTracker walkers = walkers(1);
    walkers.heard(0, 110);
    walkers.heard(0, 120);
    assertThat(walkers.takeLost(1_000_000)).isEmpty();
  }

  @Test
  void takeLost_takesNoMoreThanWereSent() {
    WalkerTracker walkers = walkers(3);
    walkers.heard(2, 110);
    assertThat(walkers.takeLost(200)).containsExactly(0, 1, 2);
    assertThat(walkers.takeLost(300)).isEmpty();
  }

  /** Replaced at 151, and silent: it has until 201; walker 1 asked at 205, after 54. */
  @Test
  void replacements_mayBeOutUntilTheirPatienceIsOver() {
    WalkerTracker walkers = walkers(2);
    assertThat(walkers.mayHaveReplacementsOut(150)).isFalse();
    walkers.takeLost(151);
    assertThat(walkers.mayHaveReplacementsOut(201)).isTrue();
    assertThat(walkers.mayHaveReplacementsOut(202)).isFalse();
    walkers.heard(1, 205);
    assertThat(walkers.mayHaveReplacementsOut(205 + 2 * 54 + 54)).isTrue();
    assertThat(walkers.mayHaveReplacementsOut(205 + 2 * 54 + 55)).isFalse();
  }

  @Test
  void heard_ofAnotherNumber_isFalse() {
    assertThat(walkers(2).heard(2, 110)).isFalse();
    assertThat(walkers(2).heard(-1, 110)).isFalse();
  }
}
