package io.duet.unstructured.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HybridIntSetTest {

  @Test
  void add_andRemove_sayWhetherTheyChangedTheSet() {
    HybridIntSet set = new HybridIntSet();
    assertThat(set.remove(7)).isFalse();
    assertThat(set.add(7)).isTrue();
    assertThat(set.add(7)).isFalse();
    assertThat(set.contains(7)).isTrue();
    assertThat(set.contains(71)).isFalse();
    assertThat(set.remove(7)).isTrue();
    assertThat(set.isEmpty()).isTrue();
  }

  /** Ranges from crowded, where it is bits, to sparse, where it is sorted, and back. */
  @Test
  void set_isWhatATreeSetIs_howeverItGrowsAndShrinks() {
    for (long seed = 0; seed < 60; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      HybridIntSet set = new HybridIntSet();
      TreeSet<Integer> model = new TreeSet<>();
      int range = 1 << random.nextInt(4, 16);
      for (int step = 0; step < 2_000; step++) {
        int id = random.nextInt(range);
        if (random.nextInt(1_000) < (step < 1_000 ? 700 : 200)) {
          assertThat(set.add(id)).isEqualTo(model.add(id));
        } else {
          assertThat(set.remove(id)).isEqualTo(model.remove(id));
        }
        assertThat(set.contains(id)).isEqualTo(model.contains(id));
      }
      assertThat(set.toArray()).as("seed %d", seed).isEqualTo(array(model));
      assertThat(set.size()).isEqualTo(model.size());
    }
  }

  private static int[] array(TreeSet<Integer> set) {
    return set.stream().mapToInt(Integer::intValue).toArray();
  }

  @Test
  void intersection_isWhatSetsRetain() {
    for (long seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<HybridIntSet> sets = new ArrayList<>();
      TreeSet<Integer> model = new TreeSet<>();
      for (int i = 0, count = random.nextInt(1, 5); i < count; i++) {
        TreeSet<Integer> one = numbers(random);
        sets.add(set(one));
        if (i == 0) {
          model.addAll(one);
        } else {
          model.retainAll(one);
        }
      }
      assertThat(all(new IntSetIntersection(sets, 1 << 20)))
          .as("seed %d", seed)
          .isEqualTo(array(model));
    }
  }

  /** Up to 5,000 numbers, one in one to 128. */
  private static TreeSet<Integer> numbers(SplittableRandom random) {
    int gap = 1 << random.nextInt(8);
    TreeSet<Integer> numbers = new TreeSet<>();
    for (int id = random.nextInt(200); id < 5_000; id += random.nextInt(1, 2 * gap + 1)) {
      numbers.add(id);
    }
    return numbers;
  }

  private static HybridIntSet set(Iterable<Integer> ids) {
    HybridIntSet set = new HybridIntSet();
    ids.forEach(set::add);
    return set;
  }

  private static int[] all(IntSetIntersection common) {
    IntStream.Builder found = IntStream.builder();
    for (int id = common.next(); id >= 0; id = common.next()) {
      found.add(id);
    }
    return found.build().toArray();
  }

  @Test
  void intersection_ofNoSets_isEmpty() {
    IntSetIntersection common = new IntSetIntersection(List.of(), 100);
    assertThat(common.next()).isEqualTo(IntSetIntersection.NO_MORE);
    assertThat(common.isCut()).isFalse();
  }

  /**
   * An intersection ends after its bound on steps. Even and odd numbers share nothing, and each of
   * a thousand blocks takes two steps.
   */
  @Test
  void intersection_endsAfterItsSteps() {
    List<HybridIntSet> sets = new ArrayList<>(List.of(new HybridIntSet(), new HybridIntSet()));
    IntStream.range(0, 64_000).forEach(id -> sets.get(id % 2).add(id));
    IntSetIntersection enough = new IntSetIntersection(sets, 3_000);
    assertThat(enough.next()).isEqualTo(IntSetIntersection.NO_MORE);
    assertThat(enough.isCut()).isFalse();
    IntSetIntersection tooFew = new IntSetIntersection(sets, 1_000);
    assertThat(tooFew.next()).isEqualTo(IntSetIntersection.NO_MORE);
    assertThat(tooFew.isCut()).isTrue();
  }
}
