package io.duet.unstructured.mailbox;

import io.duet.node.Host;
import io.duet.node.Peer;
import io.duet.overlay.Overlay;
import io.duet.overlay.spi.NodeFactory;
import io.duet.overlay.spi.OverlayNetwork;
import io.duet.overlay.spi.OverlayPlugin;
import io.duet.overlay.spi.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

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
    return new Network(MailboxConfig.of(settings), random);
  }

  @Override
  public NodeFactory nodeMaker(Settings settings) {
    MailboxConfig config = MailboxConfig.of(settings);
    return (host, contacts) -> new MailboxNode(host, config, contacts);
  }

  /** Each node has up to four contacts among the nodes before it. */
  private record Network(MailboxConfig config, RandomGenerator random) implements OverlayNetwork {

    @Override
    public Overlay create(int index, Host host, List<Peer> addresses) {
      List<Peer> contacts = new ArrayList<>(CONTACTS);
      for (int i = 0; i < Math.min(index, CONTACTS); i++) {
        contacts.add(addresses.get(index <= CONTACTS ? i : random.nextInt(index)));
      }
      return new MailboxNode(host, config, contacts);
    }

    /** A recreated node has contacts among all nodes, as the first one has none before it. */
    @Override
    public Overlay recreate(int index, Host host, List<Peer> addresses) {
      List<Peer> contacts = new ArrayList<>(CONTACTS);
      for (int i = 0; i < CONTACTS; i++) {
        contacts.add(addresses.get(random.nextInt(addresses.size())));
      }
      return new MailboxNode(host, config, contacts);
    }

    @Override
    public void assemble(List<? extends Overlay> nodes) {
      List<Peer> all = new ArrayList<>(nodes.size());
      nodes.forEach(node -> all.add(((MailboxNode) node).self()));
      for (Overlay node : nodes) {
        ((MailboxNode) node).assemble(some(all, ((MailboxNode) node).self()));
      }
    }

    private List<Peer> some(List<Peer> all, Peer self) {
      List<Peer> some = new ArrayList<>();
      for (int i = 0; i < Math.min(config.listed(), all.size()); i++) {
        boolean fits = all.size() <= config.listed();
        Peer peer = all.get(fits ? i : random.nextInt(all.size()));
        if (!peer.equals(self)) {
          some.add(peer);
        }
      }
      return some;
    }
  }
}
