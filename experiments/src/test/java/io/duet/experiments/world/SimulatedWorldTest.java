package io.duet.experiments.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.experiments.ExperimentsForTests;
import io.duet.node.Host;
import io.duet.node.Peer;
import io.duet.overlay.Overlay;
import io.duet.overlay.spi.NetworkSnapshot;
import io.duet.overlay.spi.OverlayNetwork;
import io.duet.overlay.spi.OverlayPlugin;
import io.duet.overlay.spi.Overlays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** How long invariants of a simulated network are checked after its run, once a second. */
class SimulatedWorldTest {
  private static final long SECOND = 1_000_000_000;
  private static final int NEVER = 365 * 24 * 3_600;

  /** A network that deviates for a time, or for ever. */
  private static final class Deviating implements OverlayNetwork {
    private final OverlayNetwork network;
    private final long endNanos;
    private final long boundNanos;
    private int checks;

    Deviating(int endsAtSeconds, int boundSeconds) {
      OverlayPlugin chord = Overlays.named("chord");
      this.network = chord.network(chord.defaults(40), 40, new SplittableRandom(1));
      this.endNanos = endsAtSeconds * SECOND;
      this.boundNanos = boundSeconds * SECOND;
    }

    @Override
    public Overlay create(int index, Host host, List<Peer> addresses) {
      return network.create(index, host, addresses);
    }

    @Override
    public void assemble(List<? extends Overlay> nodes) {
      network.assemble(nodes);
    }

    @Override
    public long check(NetworkSnapshot census, Consumer<String> violations) {
      checks++;
      boolean ended = census.nowNanos() >= endNanos;
      if (!ended && census.nowNanos() >= boundNanos) {
        violations.accept("it lasted");
      }
      return ended ? 0 : Math.max(0, boundNanos - census.nowNanos());
    }
  }

  private static void check(Deviating network) {
    new SimulatedWorld(ExperimentsForTests.small(1), network, (node, event) -> {}).check("it");
  }

  @Test
  void deviationThatEndsInTime_isCheckedUntilThen() {
    Deviating network = new Deviating(50, 400);
    check(network);
    assertThat(network.checks).isEqualTo(1 + 50);
  }

  @Test
  void deviationThatLasts_isFound_howeverLate() {
    Deviating network = new Deviating(NEVER, 400);
    assertThatThrownBy(() -> check(network)).hasMessageContaining("it lasted");
    assertThat(network.checks).isEqualTo(1 + 400);
  }

  @Test
  void deviationAllowedForAYear_isCheckedOnce() {
    Deviating network = new Deviating(NEVER, NEVER);
    check(network);
    assertThat(network.checks).isEqualTo(1);
  }
}
