package io.duet.overlay.spi;

import io.duet.node.Host;
import io.duet.node.PeerAddress;
import io.duet.overlay.Overlay;
import java.util.List;

/** Creates single nodes of one overlay, all with the same settings. */
@FunctionalInterface
public interface NodeFactory {

  /**
   * A node that has not started.
   *
   * @param contacts peers through which it may join, named by its user; none for a node that
   *     creates a network
   */
  Overlay make(Host host, List<PeerAddress> contacts);

  /**
   * Checks that such a node can start with these contacts.
   *
   * @throws IllegalArgumentException with a readable message, if it cannot
   */
  default void check(List<PeerAddress> contacts) {}

  /** The number of virtual nodes: further hosts of the same process, each with such a node. */
  default int companions() {
    return 0;
  }
}
