package io.duet.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RepairPlanTest {
  private static final Key ID = Key.ofName("film");

  private static Copy copy(int port, boolean stored) {
    return copy(port, stored, true);
  }

  private static Copy copy(int port, boolean stored, boolean repairs) {
    return new Copy(Peer.at(PeerAddress.ofIpv4(0x7f00_0001, port)), stored, repairs);
  }

  private static List<Copy> stored(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(port -> copy(port, true)).toList();
  }

  private static RepairPlan plan(Copy self, int wanted, List<Copy> copies, int coming) {
    return RepairPlan.of(ID, self.peer(), wanted, copies, coming);
  }

  @Test
  void missingCopies_areAddedByExactlyOneHolder() {
    List<Copy> two = stored(2);
    List<RepairPlan> plans = two.stream().map(copy -> plan(copy, 4, two, 1)).toList();
    assertThat(plans).containsExactlyInAnyOrder(new RepairPlan(1, false), RepairPlan.NOTHING);
  }

  /** Whichever of the two comes first in the order. */
  @Test
  void missingCopies_areAddedByTheOwner_beforeOrAfterAPeerThatOnlyFetchedTheFile() {
    for (int port = 2; port <= 9; port++) {
      List<Copy> two = List.of(copy(1, false), copy(port, false, false));
      assertThat(plan(two.get(0), 3, two, 0)).isEqualTo(new RepairPlan(1, false));
    }
  }

  @Test
  void surplus_isDroppedByExactlyAsManyHolders() {
    List<Copy> five = stored(5);
    assertThat(five.stream().filter(copy -> plan(copy, 3, five, 0).drop())).hasSize(2);
  }

  @Test
  void usersOwnFile_isNeverDropped() {
    List<Copy> own = List.of(copy(1, false), copy(2, false), copy(3, true));
    assertThat(own.stream().filter(copy -> plan(copy, 1, own, 0).drop()))
        .containsExactly(copy(3, true));
  }

  @Test
  void deliveredContent_isLeftAlone() {
    List<Copy> two = stored(2);
    assertThat(two).allMatch(copy -> plan(copy, 0, two, 0).equals(RepairPlan.NOTHING));
  }

  /** Each holder sees only some of the others, and all act at once. */
  @Test
  void differentViews_neverDropBelowTheWantedNumber() {
    Random random = new Random(11);
    for (int run = 0; run < 2_000; run++) {
      List<Copy> all = stored(1 + random.nextInt(8));
      int wanted = 1 + random.nextInt(4);
      long kept =
          all.stream()
              .filter(self -> !plan(self, wanted, view(self, all, random), 0).drop())
              .count();
      assertThat(kept).isGreaterThanOrEqualTo(Math.min(wanted, all.size()));
    }
  }

  private static List<Copy> view(Copy self, List<Copy> all, Random random) {
    List<Copy> seen = new ArrayList<>(List.of(self));
    all.stream().filter(copy -> !copy.equals(self) && random.nextBoolean()).forEach(seen::add);
    return seen;
  }
}
