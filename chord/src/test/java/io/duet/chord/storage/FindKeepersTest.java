package io.duet.chord.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.chord.ChordNode;
import io.duet.chord.RingWorld;
import io.duet.chord.id.RingId;
import io.duet.node.Key;
import io.duet.node.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The keepers that members of a ring of eight find for one key. */
class FindKeepersTest {
  private static final Key KEY = Key.ofName("a mailbox");

  private final RingWorld world =
      new RingWorld(8, 1, Map.of("successors", "4", "replicas", "3")).assembled();

  private List<Peer> foundBy(ChordNode member, int count) {
    List<Peer> found = new ArrayList<>();
    member.keepers(KEY, count, found::addAll);
    world.pass(3);
    return found;
  }

  /** The owner of the key and the members after it, by the sorted ring. */
  private List<Peer> expected(int count) {
    List<ChordNode> ring = world.ring();
    int owner = ring.indexOf(world.ownerOf(RingId.of(KEY)));
    List<Peer> peers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      peers.add(ring.get((owner + i) % ring.size()).routing().self().peer());
    }
    return peers;
  }

  @Test
  void keepers_areTheOwnerAndItsSuccessors_whoeverAsks() {
    List<Peer> right = expected(3);
    for (ChordNode member : world.ring()) {
      assertThat(foundBy(member, 3)).isEqualTo(right);
    }
    assertThat(foundBy(world.ring().get(0), 1)).isEqualTo(right.subList(0, 1));
  }
}
