package io.duet.chord;

import io.duet.chord.id.RingPeer;
import io.duet.chord.ring.ChordConfig;
import io.duet.chord.ring.RoutingState;
import io.duet.node.Host;
import io.duet.node.Node;
import io.duet.node.Peer;
import io.duet.overlay.spi.Settings;
import java.util.List;

/** The real {@link ChordNode}, with membership alone: neither records nor fingers. */
public record CorrectedProtocol(int successors) implements ExploredProtocol {

  private ChordConfig config() {
    Settings settings = ChordConfig.defaults(8);
    return ChordConfig.of(
        settings
            .with("successors", successors)
            .with("fixFingers", "never")
            .with("compareRecords", "never"));
  }

  @Override
  public Node member(Host host, List<RingPeer> ring, int place) {
    ChordNode node = new ChordNode(host, config(), ring.get(place), addresses(ring), 1);
    assemble(node.routing(), ring, place, successors);
    node.beginMaintenance();
    node.maintenance(); // made now, so that it makes no two states of one
    return node;
  }

  /** Brings a member into its place of the ideal ring of these. */
  public static void assemble(
      RoutingState routing, List<RingPeer> ring, int place, int successors) {
    int size = ring.size();
    RingPeer[] after = new RingPeer[Math.max(1, Math.min(successors, size - 1))];
    for (int i = 0; i < after.length; i++) {
      after[i] = ring.get((place + i + 1) % size);
    }
    routing.assemble(ring.get((place + size - 1) % size), after);
  }

  @Override
  public Node newcomer(Host host, List<RingPeer> peers) {
    return new ChordNode(host, config(), RingPeer.of(host.self()), addresses(peers), peers.size());
  }

  private static List<Peer> addresses(List<RingPeer> peers) {
    return peers.stream().map(RingPeer::peer).toList();
  }

  @Override
  public RoutingState routingOf(Node node) {
    return ((ChordNode) node).routing();
  }

  @Override
  public boolean isMember(Node node) {
    return ((ChordNode) node).isJoined();
  }
}
