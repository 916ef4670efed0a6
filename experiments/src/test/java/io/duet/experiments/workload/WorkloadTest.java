package io.duet.experiments.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.cli.FailureException;
import io.duet.experiments.ExperimentsForTests;
import io.duet.experiments.experiment.Experiment;
import io.duet.experiments.experiment.ExperimentDraft;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WorkloadTest {
  private static final long SECOND = 1_000_000_000;

  private final Workload workload = Workload.of(ExperimentsForTests.small(4));

  private <A extends Action> List<A> all(Class<A> type) {
    return workload.actions().stream().filter(type::isInstance).map(type::cast).toList();
  }

  @Test
  void of_isTheSeedsOwn() {
    assertThat(Workload.of(ExperimentsForTests.small(4)).actions()).isEqualTo(workload.actions());
    assertThat(Workload.of(ExperimentsForTests.small(5)).actions())
        .isNotEqualTo(workload.actions());
  }

  @Test
  void actions_areInTheOrderOfTime() {
    assertThat(workload.actions())
        .isSortedAccordingTo((a, b) -> Long.compare(a.atNanos(), b.atNanos()));
  }

  @Test
  void joins_bringEachNodeOnceInTheFirstHalfOfTheWarmUp() {
    List<Action.Join> joins = all(Action.Join.class);
    assertThat(joins).extracting(Action.Join::node).doesNotHaveDuplicates().hasSize(40);
    assertThat(joins).allMatch(join -> join.atNanos() <= 5 * SECOND);
  }

  @Test
  void publishes_giveEachItemItsProvidersBeforeTheSearches() {
    List<Action.Publish> publishes = all(Action.Publish.class);
    assertThat(publishes).hasSize(300).doesNotHaveDuplicates();
    assertThat(publishes).allMatch(p -> p.atNanos() >= 6 * SECOND && p.atNanos() <= 7.5 * SECOND);
    assertThat(publishes)
        .allMatch(
            p -> Arrays.stream(workload.providers().get(p.item())).anyMatch(n -> n == p.node()));
  }

  @Test
  void crashes_takeTheFractionAtOnceHalfWay() {
    List<Action.Crash> crashes = all(Action.Crash.class);
    assertThat(crashes).hasSize(10).allMatch(crash -> crash.atNanos() == 20 * SECOND);
    assertThat(crashes).extracting(Action.Crash::node).doesNotHaveDuplicates();
    assertThat(workload.crashNanos()).isEqualTo(20 * SECOND);
  }

  @Test
  void searches_areAskedBySurvivorsThatLackTheItem() {
    List<Action.Search> searches = all(Action.Search.class);
    List<Integer> crashing = all(Action.Crash.class).stream().map(Action.Crash::node).toList();
    assertThat(searches).hasSize(2_000);
    assertThat(searches).extracting(Action.Search::index).isSorted().doesNotHaveDuplicates();
    for (Action.Search search : searches) {
      assertThat(search.atNanos()).isBetween(10 * SECOND, 30 * SECOND);
      assertThat(crashing).doesNotContain(search.node());
      assertThat(workload.providers().get(search.item())).doesNotContain(search.node());
    }
  }

  @Test
  void searches_preferPopularItems() {
    long first = all(Action.Search.class).stream().filter(s -> s.item() == 0).count();
    assertThat(first).isBetween(320L, 450L); // 2,000 / H(100) = 385, deviation 18
    assertThat(
            all(Action.Search.class).stream().collect(Collectors.groupingBy(Action.Search::item)))
        .hasSizeGreaterThan(80);
  }

  private static Workload with(String field, String value) {
    ExperimentDraft draft = new ExperimentDraft();
    draft.set("overlays", "flood").set("items", "20").set("crash", "0").set("searches", "500");
    return Workload.of(draft.set(field, value).complete());
  }

  @Test
  void searches_areAskedByTheFirstNodesOnly() {
    Workload few = with("searchers", "3");
    assertThat(few.actions())
        .filteredOn(Action.Search.class::isInstance)
        .extracting(Action::node)
        .containsOnly(0, 1, 2);
  }

  /**
   * The number of providers follows the replication, here 60 copies of 20 items by 1 / rank. The
   * first item has 60 / H(20) = 16.7, the last 0.8.
   */
  @Test
  void providers_followTheReplication() {
    List<int[]> providers = with("replication", "proportional").providers();
    assertThat(providers.get(0)).hasSize(17).doesNotHaveDuplicates();
    assertThat(providers.get(19)).hasSize(1);
  }

  @Test
  void churnInWhichNoNodeLivesLongEnough_isRefusedWithASentence() {
    Experiment hasty =
        new ExperimentDraft()
            .set("nodes", "40")
            .set("simulate", "true")
            .set("churn", "lifetimes:100ms")
            .complete();
    assertThatThrownBy(() -> Workload.of(hasty))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("none of the first 40 nodes lives long enough");
  }
}
