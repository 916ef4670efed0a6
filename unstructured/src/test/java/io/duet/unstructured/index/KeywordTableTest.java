package io.duet.unstructured.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class KeywordTableTest {

  /** Words of few bits fall into few slots, so chains are long and wrap around. */
  @Test
  void table_isWhatAMapOfSetsIs() {
    for (long seed = 0; seed < 40; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      KeywordTable table = new KeywordTable(0);
      Map<Integer, TreeSet<Integer>> model = new LinkedHashMap<>();
      for (int step = 0; step < 3_000; step++) {
        int word = random.nextInt(60) << random.nextInt(3) * 6;
        int content = random.nextInt(1 + (int) seed % 9);
        if (random.nextInt(100) < (step < 1_500 ? 60 : 30)) {
          table.add(word, content);
          model.computeIfAbsent(word, w -> new TreeSet<>()).add(content);
        } else {
          table.remove(word, content);
          remove(model, word, content);
        }
      }
      assertSame(table, model, seed);
    }
  }

  private static void remove(Map<Integer, TreeSet<Integer>> model, int word, int content) {
    TreeSet<Integer> set = model.get(word);
    if (set != null && set.remove(content) && set.isEmpty()) {
      model.remove(word);
    }
  }

  private static void assertSame(
      KeywordTable table, Map<Integer, TreeSet<Integer>> model, long seed) {
    assertThat(table.size()).as("seed %d", seed).isEqualTo(model.size());
    model.forEach(
        (word, set) ->
            assertThat(table.get(word).toArray())
                .as("seed %d", seed)
                .isEqualTo(set.stream().mapToInt(Integer::intValue).toArray()));
  }

  @Test
  void get_ofAnUnknownWord_isEmpty() {
    assertThat(new KeywordTable(0).get(5).isEmpty()).isTrue();
  }
}
