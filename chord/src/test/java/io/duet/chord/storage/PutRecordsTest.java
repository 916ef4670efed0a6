package io.duet.chord.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.chord.ChordNode;
import io.duet.chord.RingWorld;
import io.duet.chord.id.RingId;
import io.duet.node.Key;
import io.duet.overlay.OverlayEvent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PutRecordsTest {
  private static final Key KEY = Key.ofName("a file");

  private final RingWorld world = new RingWorld(12, 1, Map.of()).assembled();
  private final List<ChordNode> ring = world.ring();
  private final ChordNode owner = world.ownerOf(RingId.of(KEY));
  private final int place = ring.indexOf(owner);

  private static OverlayEvent.Announced keptBy(ChordNode keeper) {
    return new OverlayEvent.Announced(KEY, keeper.routing().self().peer());
  }

  @Test
  void publish_tellsWhoTookTheRecord() {
    ring.get((place + 5) % 12).publish(KEY);
    assertThat(world.announced).isEmpty();
    world.pass(2);
    assertThat(world.announced).containsExactly(keptBy(owner));
  }

  @Test
  void publish_tellsThatTheOwnerItselfTookTheRecord() {
    owner.publish(KEY);
    world.pass(2);
    assertThat(world.announced).containsExactly(keptBy(owner));
  }

  @Test
  void publish_tellsNothingWhileTheOwnerIsDead_thenWhoTookItInstead() {
    world.crash(owner);
    ring.get((place + 5) % 12).publish(KEY);
    world.pass(0.1);
    assertThat(world.announced).isEmpty();
    world.pass(10);
    assertThat(world.announced).contains(keptBy(ring.get((place + 1) % 12)));
  }
}
