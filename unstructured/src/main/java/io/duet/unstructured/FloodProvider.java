package io.duet.unstructured;

import io.duet.node.Host;
import io.duet.node.PeerAddress;
import io.duet.overlay.NodeMaker;
import io.duet.overlay.Overlay;
import io.duet.overlay.OverlayNetwork;
import io.duet.overlay.OverlayProvider;
import io.duet.overlay.Settings;
import io.duet.wire.MessageRegistry;
import java.util.List;
import java.util.random.RandomGenerator;

/** Blind flooding among the overlays. */
public final class FloodProvider implements OverlayProvider {

  @Override
  public String name() {
    return "flood";
  }

  @Override
  public String title() {
    return "Blind flooding";
  }

  @Override
  public void register(MessageRegistry.Builder messages) {
    UnstructuredFormats.register(messages);
  }

  @Override
  public Settings defaults(int nodes) {
    return FloodConfig.defaults(nodes);
  }

  @Override
  public OverlayNetwork network(Settings settings, int nodes, RandomGenerator random) {
    return new Network(FloodConfig.of(settings), random);
  }

  @Override
  public NodeMaker nodeMaker(Settings settings) {
    FloodConfig config = FloodConfig.of(settings);
    return (host, contacts) -> new FloodPeer(host, config, Links.Contacts.of(contacts));
  }

  /** A random graph: each peer links to half a degree of earlier ones, so that it is connected. */
  private record Network(FloodConfig config, RandomGenerator random) implements OverlayNetwork {
    private static final int TRIES_PER_LINK = 16;

    @Override
    public Overlay create(int index, Host host, List<PeerAddress> addresses) {
      return new FloodPeer(host, config, new Links.Contacts(addresses, index));
    }

    @Override
    public void assemble(List<? extends Overlay> nodes) {
      List<FloodPeer> peers = nodes.stream().map(FloodPeer.class::cast).toList();
      for (int i = 1; i < peers.size(); i++) {
        link(peers.get(i), peers.subList(0, i));
      }
      peers.forEach(FloodPeer::begin);
    }

    private void link(FloodPeer newcomer, List<FloodPeer> earlier) {
      int missing = Math.min(config.ownLinks(), earlier.size());
      for (int tries = missing * TRIES_PER_LINK; missing > 0 && tries > 0; tries--) {
        FloodPeer other = earlier.get(random.nextInt(earlier.size()));
        missing -= Links.assemble(newcomer.links(), other.links()) ? 1 : 0;
      }
    }
  }
}
