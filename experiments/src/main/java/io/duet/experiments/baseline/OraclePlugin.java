package io.duet.experiments.baseline;

import io.duet.node.Host;
import io.duet.node.Peer;
import io.duet.overlay.Overlay;
import io.duet.overlay.spi.OverlayNetwork;
import io.duet.overlay.spi.OverlayPlugin;
import io.duet.overlay.spi.Settings;
import io.duet.overlay.spi.SettingsBinder;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The oracle directory among the overlays: one extra node that never crashes knows everything, so a
 * search takes one hop. No overlay can do better; the price is that one node has the whole load.
 */
public final class OraclePlugin extends OverlayPlugin {

  public OraclePlugin() {
    super("oracle", "Oracle directory", OracleConfig.class, List.of(OracleMessage.class));
  }

  @Override
  public OverlayNetwork network(Settings settings, int nodes, RandomGenerator random) {
    return new Network(nodes, SettingsBinder.bind(OracleConfig.class, settings));
  }

  private record Network(int nodes, OracleConfig config) implements OverlayNetwork {
    @Override
    public int extraNodes() {
      return 1;
    }

    @Override
    public Overlay create(int index, Host host, List<Peer> addresses) {
      return index == nodes
          ? new OracleDirectory(host, config.silenceNanos())
          : new OracleClient(host, addresses.get(nodes), config);
    }

    @Override
    public void assemble(List<? extends Overlay> overlays) {
      int last = overlays.size() - 1;
      OracleDirectory directory = (OracleDirectory) overlays.get(last);
      directory.start();
      overlays.subList(0, last).forEach(node -> ((OracleClient) node).assemble(directory));
    }
  }
}
