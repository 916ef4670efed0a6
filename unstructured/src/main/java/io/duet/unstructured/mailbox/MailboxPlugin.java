package io.duet.unstructured.mailbox;

import io.duet.node.Host;
import io.duet.node.Peer;
import io.duet.overlay.Overlay;
import io.duet.overlay.spi.NodeFactory;
import io.duet.overlay.spi.OverlayNetwork;
import io.duet.overlay.spi.OverlayPlugin;
import io.duet.overlay.spi.Settings;
import io.duet.overlay.spi.SettingsBinder;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The overlay of peers with a mailbox. */
public final class MailboxPlugin extends OverlayPlugin {
  private static final int CONTACTS = 4;

  public MailboxPlugin() {
    super(
        "super-peer:peers-with-mailbox",
        "Peers with a mailbox",
        MailboxConfig.class,
        List.of(MailboxMessage.class));
  }

  @Override
  public OverlayNetwork network(Settings settings, int nodes, RandomGenerator random) {
    return new Network(SettingsBinder.bind(MailboxConfig.class, settings), random);
  }

  @Override
  public NodeFactory nodeMaker(Settings settings) {
    MailboxConfig config = SettingsBinder.bind(MailboxConfig.class, settings);
    return (host, contacts) -> new MailboxNode(host, config, contacts);
  }

  /** Each node has up to four contacts among the nodes before it. */
  private record Network(MailboxConfig config, RandomGenerator random) implements OverlayNetwork {

    @Override
    public Overlay create(int index, Host host, List<Peer> addresses) {
      List<Peer> before = addresses.subList(0, index);
      return index <= CONTACTS
          ? new MailboxNode(host, config, before)
          : recreate(index, host, before);
    }

    /** A recreated node has contacts among all nodes, as the first one has none before it. */
    @Override
    public Overlay recreate(int index, Host host, List<Peer> addresses) {
      List<Peer> contacts =
          Stream.generate(() -> addresses.get(random.nextInt(addresses.size())))
              .limit(CONTACTS)
              .toList();
      return new MailboxNode(host, config, contacts);
    }

    @Override
    public void assemble(List<? extends Overlay> overlays) {
      List<MailboxNode> nodes = overlays.stream().map(MailboxNode.class::cast).toList();
      List<Peer> all = nodes.stream().map(MailboxNode::self).toList();
      nodes.forEach(node -> node.assemble(listed(all, node.self())));
    }

    /** All others, or random ones if they are too many for one list. */
    private List<Peer> listed(List<Peer> all, Peer self) {
      boolean fits = all.size() <= config.peersMax();
      return IntStream.range(0, Math.min(config.peersMax(), all.size()))
          .mapToObj(i -> all.get(fits ? i : random.nextInt(all.size())))
          .filter(peer -> !peer.equals(self))
          .toList();
    }
  }
}
