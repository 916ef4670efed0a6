package io.duet.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacementTableTest {
  @TempDir private Path folder;

  private static PlacedContent stored(String name, long bytes, String owner) {
    return new PlacedContent(Key.ofName(name), name, bytes, 3, owner, true);
  }

  @Test
  void ownersShareTheQuota_atMostHalfEach() throws Exception {
    try (Database database = Database.open(folder.resolve("node.db"))) {
      PlacementTable table = new PlacementTable(database, 100);
      assertThat(table.reserve(stored("a", 51, "one")).join()).isFalse();
      assertThat(table.reserve(stored("b", 40, "one")).join()).isTrue();
      assertThat(table.free("one")).isEqualTo(10);
      assertThat(table.reserve(stored("c", 45, "other")).join()).isTrue();
      assertThat(table.free("third")).isEqualTo(15);
      assertThat(table.reserve(stored("b", 40, "one")).join()).as("known before").isTrue();
      table.remove(Key.ofName("b")).join();
      assertThat(table.free("one")).isEqualTo(50);
    }
  }

  @Test
  void emptyContents_takePlaces() throws Exception {
    try (Database database = Database.open(folder.resolve("node.db"))) {
      PlacementTable table = new PlacementTable(database, 100);
      for (int i = 0; i < PlacementTable.STORED_MAX; i++) {
        boolean firstHalf = i < PlacementTable.STORED_MAX / 2;
        assertThat(table.reserve(stored("one" + i, 0, "one")).join()).isEqualTo(firstHalf);
      }
      for (int i = 0; i < PlacementTable.STORED_MAX / 2; i++) {
        assertThat(table.reserve(stored("other" + i, 0, "other")).join()).isTrue();
      }
      assertThat(table.reserve(stored("last", 0, "third")).join()).isFalse();
      assertThat(table.free("third")).isZero();
    }
  }

  @Test
  void placement_keepsItsOwner_whenTheNumberOfReplicasChanges() throws Exception {
    try (Database database = Database.open(folder.resolve("node.db"))) {
      PlacementTable table = new PlacementTable(database, 100);
      PlacedContent placed = new PlacedContent(Key.ofName("a"), "a", 500, 3, "", false);
      table.place(placed).join();
      table.setReplicas(placed.id(), 5).join();
      assertThat(table.get(placed.id()))
          .contains(new PlacedContent(Key.ofName("a"), "a", 500, 5, "", false));
      assertThat(table.free("one")).as("own files take no quota").isEqualTo(50);
    }
  }
}
