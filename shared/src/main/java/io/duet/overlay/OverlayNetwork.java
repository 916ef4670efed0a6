package io.duet.overlay;

import io.duet.node.Host;
import io.duet.node.PeerAddress;
import java.util.List;
import java.util.function.Consumer;

/** One overlay network as an experiment builds it: it knows each node's role and first contacts. */
public interface OverlayNetwork {

  /**
   * How many nodes this network needs beyond those of the workload, such as a directory; they come
   * last in the list of addresses, and no workload crashes them.
   */
  default int extraNodes() {
    return 0;
  }

  /**
   * How many further hosts each node runs, as virtual nodes: host {@code index + k * nodes} for k
   * from 1 to this lives and dies with host {@code index}. They come after all nodes in the list of
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
   * Creates the node with this index anew, for a machine that comes back after its node has ended,
   * or that comes late: it may contact any other node when it starts.
   */
  default Overlay recreate(int index, Host host, List<PeerAddress> addresses) {
    return create(index, host, addresses);
  }

  /**
   * Puts all nodes into the state that a quiet network reaches in the end, instead of starting each
   * of them; for networks too large to wait for their joins.
   *
   * @param nodes those that are there at first, by index, extras last, none of them started
   */
  void assemble(List<? extends Overlay> nodes);

  /** The most hops that a query may take, as the settings say, where queries are forwarded. */
  default int hopsMax() {
    return Integer.MAX_VALUE;
  }

  /**
   * Checks what must hold for the network as a whole; called every so often while it is simulated.
   *
   * @param violations takes a sentence for each thing that does not hold
   * @return nanoseconds after which all that is amiss now, and may be so for a while, is a
   *     violation if it lasts; 0 when nothing is
   */
  default long check(Census census, Consumer<String> violations) {
    return 0;
  }
}
