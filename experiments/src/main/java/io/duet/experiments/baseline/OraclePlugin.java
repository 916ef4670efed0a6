package io.duet.experiments.baseline;

import io.duet.node.Host;
import io.duet.node.PeerAddress;
import io.duet.overlay.Overlay;
import io.duet.overlay.spi.OverlayNetwork;
import io.duet.overlay.spi.OverlayPlugin;
import io.duet.overlay.spi.Settings;
import io.duet.overlay.spi.SettingsBinder;
import io.duet.wire.MessageRegistry;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The oracle directory among the overlays: one extra node that never crashes knows everything, so a
 * search takes one hop. No overlay can do better; the price is that one node has the whole load.
 */
public final class OraclePlugin implements OverlayPlugin {

  @Override
  public String name() {
    return "oracle";
  }

  @Override
  public String title() {
    return "Oracle directory";
  }

  @Override
  public void register(MessageRegistry.Builder messages) {
    messages.addAll(OracleMessage.class);
  }

  @Override
  public Class<? extends Record> settings() {
    return OracleConfig.class;
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
    public Overlay create(int index, Host host, List<PeerAddress> addresses) {
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
