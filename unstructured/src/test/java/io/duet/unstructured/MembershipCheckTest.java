package io.duet.unstructured;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.overlay.Census;
import io.duet.overlay.Overlay;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Three super-peers, 0, 5 and 10, and their leaves, looked at every second. */
class MembershipCheckTest {
  private final Map<String, String> changes = Map.of("clusterSize", "5");
  private final UnstructuredWorld world =
      UnstructuredWorld.of(new SuperPeerProvider(), 15, 1, changes);
  private final MembershipCheck check =
      new MembershipCheck(SuperPeerConfig.of(SuperPeerConfig.defaults(15).overriddenBy(changes)));
  private final List<String> violations = new ArrayList<>();

  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      world.pass(1);
      check.check(new Seen(), violations::add);
    }
  }

  private final class Seen implements Census {
    @Override
    public long nowNanos() {
      return world.simulation.nowNanos();
    }

    @Override
    public List<? extends Overlay> nodes() {
      return world.nodes;
    }

    @Override
    public boolean isAlive(int index) {
      return world.simulation.isAlive(index);
    }
  }

  @Test
  void crashesOfLeavesAndSuperPeers_breakNothing() {
    world.startAll();
    pass(5);
    world.simulation.crash(0);
    world.simulation.crash(7);
    pass(60);
    world.simulation.leave(5);
    pass(60);
    assertThat(violations).isEmpty();
  }

  @Test
  void entryOfSomebodyDead_isFoundAfterTheBound() {
    world.startAll();
    pass(5);
    world.simulation.crash(7);
    for (int second = 0; second < 8; second++) {
      SuperPeer home = world.superPeer(0);
      home.index().attach(world.address(7), world.simulation.nowNanos()); // never lets it go
      pass(1);
    }
    assertThat(violations).isNotEmpty().allMatch(v -> v.contains("outlives it"));
  }

  @Test
  void leafThatIsRegisteredNowhere_isFoundAfterTheBound() {
    world.startAll();
    pass(5);
    int home = world.simulation.addresses().indexOf(world.leaf(7).superPeers().get(0));
    for (int second = 0; second < 90; second++) {
      world.superPeer(home).index().detach(world.address(7));
      pass(1);
      world.superPeer(home).index().detach(world.address(7));
      check.check(new Seen(), violations::add);
    }
    assertThat(violations).isEmpty(); // it was forgotten there, so it went elsewhere
    for (int second = 0; second < 90; second++) {
      for (int superPeer : List.of(0, 5, 10)) {
        world.superPeer(superPeer).index().detach(world.address(7));
      }
      check.check(new Seen(), violations::add);
      world.pass(1);
      for (int superPeer : List.of(0, 5, 10)) {
        world.superPeer(superPeer).index().detach(world.address(7));
      }
    }
    assertThat(violations).isNotEmpty().allMatch(v -> v.contains("registered nowhere"));
  }
}
