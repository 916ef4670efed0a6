package io.duet.experiments.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.experiments.ExperimentsForTests;
import io.duet.node.Host;
import io.duet.node.PeerAddress;
import io.duet.overlay.Overlay;
import io.duet.overlay.spi.NetworkSnapshot;
import io.duet.overlay.spi.OverlayNetwork;
import io.duet.overlay.spi.OverlayPlugin;
import io.duet.overlay.spi.Overlays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** How long a simulated network is looked at when its run is over, in seconds; each look is one. */
class SimulatedWorldTest {
  private static final long SECOND = 1_000_000_000;
  private static final int NEVER = 365 * 24 * 3_600;

  /** Something is amiss until it is right, or else a violation. */
  private static final class Amiss implements OverlayNetwork {
    private final OverlayNetwork network;
    private final long rightAtNanos;
    private final long boundNanos;
    private int looks;

    Amiss(int rightAtSeconds, int boundSeconds) {
      OverlayPlugin chord = Overlays.named("chord");
      this.network = chord.network(chord.defaults(40), 40, new SplittableRandom(1));
      this.rightAtNanos = rightAtSeconds * SECOND;
      this.boundNanos = boundSeconds * SECOND;
    }

    @Override
    public Overlay create(int index, Host host, List<PeerAddress> addresses) {
      return network.create(index, host, addresses);
    }

    @Override
    public void assemble(List<? extends Overlay> nodes) {
      network.assemble(nodes);
    }

    @Override
    public long check(NetworkSnapshot census, Consumer<String> violations) {
      looks++;
      boolean right = census.nowNanos() >= rightAtNanos;
      if (!right && census.nowNanos() >= boundNanos) {
        violations.accept("it lasted");
      }
      return right ? 0 : Math.max(0, boundNanos - census.nowNanos());
    }
  }

  private static void check(Amiss network) {
    new SimulatedWorld(ExperimentsForTests.small(1), network, (node, event) -> {}).check("it");
  }

  @Test
  void whatIsRightInTime_isLookedAtUntilThen() {
    Amiss network = new Amiss(50, 400);
    check(network);
    assertThat(network.looks).isEqualTo(1 + 50);
  }

  @Test
  void whatLasts_isFound_howeverLateThatIs() {
    Amiss network = new Amiss(NEVER, 400);
    assertThatThrownBy(() -> check(network)).hasMessageContaining("it lasted");
    assertThat(network.looks).isEqualTo(1 + 400);
  }

  @Test
  void whatWouldBeFoundInAYear_isLookedAtOnce() {
    Amiss network = new Amiss(NEVER, NEVER);
    check(network);
    assertThat(network.looks).isEqualTo(1);
  }
}
