package io.duet.overlay.spi;

import io.duet.node.Host;
import io.duet.node.PeerAddress;
import io.duet.overlay.Overlay;
import java.util.List;
import java.util.function.Consumer;

/** Builds the nodes of one overlay for an experiment; knows their roles and first contacts. */
public interface OverlayNetwork {

  /**
   * The number of nodes that this network needs beyond those of the workload, such as a directory;
   * they are last in the list of addresses, and no workload crashes them.
   */
  default int extraNodes() {
    return 0;
  }

  /**
   * The number of virtual nodes per node: host {@code index + k * nodes}, for k from 1 to this
   * number, starts and ends with host {@code index}. They come after all nodes in the list of
   * addresses, before the extra nodes.
   */
  default int companions() {
    return 0;
  }

  /**
   * Creates the node with this index. It may contact only nodes of smaller index or extra nodes
   * when it starts, because the nodes start in the order extras first, then by index.
   *
   * @param addresses the addresses of all nodes by index, extras last
   */
  Overlay create(int index, Host host, List<PeerAddress> addresses);

  /**
   * Creates the node with this index again, for a machine that returns after its node has ended, or
   * that joins late: it may contact any other node when it starts.
   */
  default Overlay recreate(int index, Host host, List<PeerAddress> addresses) {
    return create(index, host, addresses);
  }

  /**
   * Puts all nodes directly into the state that a network without churn reaches in the end; for
   * networks too large to wait for their joins.
   *
   * @param nodes the initial nodes by index, extras last, none of them started
   */
  void assemble(List<? extends Overlay> nodes);

  /** The largest number of hops that the settings allow a query, if queries are forwarded. */
  default int hopsMax() {
    return Integer.MAX_VALUE;
  }

  /**
   * Checks invariants of the network as a whole; called periodically during a simulation.
   *
   * @param violations receives a sentence for each violation
   * @return nanoseconds for which the present temporary deviations may last before they are
   *     violations; 0 if there are none
   */
  default long check(NetworkSnapshot census, Consumer<String> violations) {
    return 0;
  }
}
