package io.duet.overlay;

import io.duet.node.Host;
import io.duet.node.PeerAddress;
import java.util.List;

/** Makes single nodes of one overlay, all with the same settings. */
@FunctionalInterface
public interface NodeMaker {

  /**
   * A node that has not started.
   *
   * @param contacts peers through which it may join, named by its user; none for a node that begins
   *     a network of its own
   */
  Overlay make(Host host, List<PeerAddress> contacts);

  /**
   * Looks whether such a node can start with these contacts.
   *
   * @throws IllegalArgumentException with a sentence for people, when it cannot
   */
  default void check(List<PeerAddress> contacts) {}

  /** How many further hosts the same process shall run, each with such a node, as virtual nodes. */
  default int companions() {
    return 0;
  }
}
