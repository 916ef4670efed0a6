package io.duet.bounded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoundedMapTest {
  private final BoundedMap<String, Integer> map = new BoundedMap<>(2);

  @Test
  void entryPutLongestAgo_goesFirst_andOnePutAgainIsTheLatest() {
    map.put("a", 1);
    map.put("b", 2);
    map.put("a", 3);
    assertThat(map.entries()).hasSize(2);
    map.put("c", 4);
    assertThat(map.entries().keySet()).containsExactly("a", "c");
    assertThat(map.get("a")).isEqualTo(3);
    assertThat(map.get("b")).isNull();
  }

  @Test
  void entriesWithSuchValues_areRemoved() {
    map.put("a", 1);
    map.put("b", 2);
    map.removeIf(value -> value < 2);
    assertThat(map.entries().keySet()).containsExactly("b");
  }

  @Test
  void removedEntry_leavesItsRoom() {
    map.put("a", 1);
    map.put("b", 2);
    map.remove("b");
    map.put("c", 3);
    assertThat(map.entries().keySet()).containsExactly("a", "c");
  }
}
