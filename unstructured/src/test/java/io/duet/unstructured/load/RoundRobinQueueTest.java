package io.duet.unstructured.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoundRobinQueueTest {

  private static Peer peer(int number) {
    return Peer.at(PeerAddress.ofIpv4(0x7f000001, number));
  }

  private static <T> List<T> serveAll(RoundRobinQueue<T> queue) {
    List<T> served = new ArrayList<>();
    while (queue.size() > 0) {
      queue.serve((peer, item) -> served.add(item));
    }
    return served;
  }

  @Test
  void serve_takesTurns_theOldestOfEachFirst() {
    RoundRobinQueue<String> queue = new RoundRobinQueue<>(10, 10);
    for (String item : List.of("a1", "a2", "a3", "b1", "c1", "c2")) {
      queue.add(peer(item.charAt(0)), item);
    }
    assertThat(serveAll(queue)).containsExactly("a1", "b1", "c1", "a2", "c2", "a3");
  }

  @Test
  void add_beyondAPeersRoom_dropsItsOldest() {
    RoundRobinQueue<Integer> queue = new RoundRobinQueue<>(10, 2);
    queue.add(peer(2), 20);
    assertThat(queue.add(peer(1), 11)).isNull();
    assertThat(queue.add(peer(1), 12)).isNull();
    assertThat(queue.add(peer(1), 13)).isEqualTo(peer(1));
    assertThat(serveAll(queue)).containsExactly(20, 12, 13);
  }

  @Test
  void add_beyondTheRoomOfAll_dropsTheOldestOfWhoHasMost() {
    RoundRobinQueue<Integer> queue = new RoundRobinQueue<>(4, 4);
    queue.add(peer(2), 20);
    queue.add(peer(1), 11);
    queue.add(peer(1), 12);
    queue.add(peer(1), 13);
    assertThat(queue.add(peer(3), 30)).isEqualTo(peer(1));
    assertThat(serveAll(queue)).containsExactly(20, 12, 30, 13);
  }

  @Test
  void add_withRoomForOne_keepsTheYoungest() {
    RoundRobinQueue<Integer> queue = new RoundRobinQueue<>(1, 1);
    assertThat(queue.add(peer(1), 1)).isNull();
    assertThat(queue.add(peer(1), 2)).isEqualTo(peer(1));
    assertThat(queue.add(peer(2), 3)).isEqualTo(peer(1));
    assertThat(serveAll(queue)).containsExactly(3);
  }

  @Test
  void serve_whenNothingWaits_saysSo() {
    RoundRobinQueue<Integer> queue = new RoundRobinQueue<>(1, 1);
    assertThatThrownBy(() -> queue.serve((peer, item) -> {}))
        .isInstanceOf(NoSuchElementException.class);
  }

  /** A peer that adds ten times as much as the others causes no losses for them. */
  @Test
  void flooder_losesOnlyItsOwn() {
    RoundRobinQueue<Integer> queue = new RoundRobinQueue<>(16, 8);
    int served = 0;
    for (int round = 0; round < 1_000; round++) {
      for (int i = 0; i < 10; i++) {
        Peer loser = queue.add(peer(9), -1);
        assertThat(loser == null || loser.equals(peer(9))).isTrue();
      }
      assertThat(queue.add(peer(round % 3), round)).isIn(null, peer(9));
      List<Integer> two = new ArrayList<>();
      queue.serve((peer, item) -> two.add(item));
      queue.serve((peer, item) -> two.add(item));
      served += two.contains(round) ? 1 : 0;
    }
    assertThat(served).isGreaterThan(990);
  }

  /** The model: one list of all that waits, and one of the peers in the order of their turns. */
  private static final class Model {
    private record Entry(Peer peer, int item) {}

    private final List<Entry> entries = new ArrayList<>();
    private final List<Peer> turns = new ArrayList<>();

    private long count(Peer peer) {
      return entries.stream().filter(entry -> entry.peer().equals(peer)).count();
    }

    private int takeOldest(Peer peer) {
      Entry oldest = entries.stream().filter(e -> e.peer().equals(peer)).findFirst().get();
      entries.remove(oldest);
      if (count(peer) == 0) {
        turns.remove(peer);
      }
      return oldest.item();
    }

    @Nullable Peer add(Peer peer, int item, int max, int perPeerMax) {
      entries.add(new Entry(peer, item));
      if (!turns.contains(peer)) {
        turns.add(peer);
      }
      Peer loser = count(peer) > perPeerMax ? peer : null;
      if (loser == null && entries.size() > max) {
        long most = turns.stream().mapToLong(this::count).max().getAsLong();
        loser = turns.stream().filter(p -> count(p) == most).findFirst().get();
      }
      if (loser != null) {
        takeOldest(loser);
      }
      return loser;
    }

    Entry serve() {
      Peer peer = turns.get(0);
      int item = takeOldest(peer);
      if (turns.remove(peer)) {
        turns.add(peer);
      }
      return new Entry(peer, item);
    }
  }

  @Test
  void queue_agreesWithLists() {
    for (int seed = 0; seed < 50; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int max = 1 + random.nextInt(12);
      int perPeerMax = 1 + random.nextInt(6);
      RoundRobinQueue<Integer> queue = new RoundRobinQueue<>(max, perPeerMax);
      Model model = new Model();
      for (int i = 0; i < 500; i++) {
        if (random.nextInt(3) > 0 || queue.size() == 0) {
          Peer peer = peer(random.nextInt(1 + random.nextInt(5)));
          assertThat(queue.add(peer, i)).isEqualTo(model.add(peer, i, max, perPeerMax));
        } else {
          List<Model.Entry> served = new ArrayList<>();
          queue.serve((peer, item) -> served.add(new Model.Entry(peer, item)));
          assertThat(served).containsExactly(model.serve());
        }
        assertThat(queue.size()).isEqualTo(model.entries.size()).isLessThanOrEqualTo(max);
      }
    }
  }
}
