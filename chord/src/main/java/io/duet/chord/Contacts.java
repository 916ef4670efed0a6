package io.duet.chord;

import io.duet.node.Host;
import io.duet.node.PeerAddress;
import java.util.List;

/** Which contact a node tries next; a node that knows many shares their list with others. */
final class Contacts {
  private static final int TRIES_MAX = 16;

  private Contacts() {}

  /**
   * The place of a random contact, another one than the last; -1 when there is none but itself.
   *
   * @param count how many of the list the node may try
   * @param last the place of the last one, -1 for none
   */
  static int next(Host host, List<PeerAddress> contacts, int count, int last) {
    for (int tries = 0; tries < TRIES_MAX && count > 0; tries++) {
      int next = host.random().nextInt(count);
      boolean other = next != last || count == 1;
      if (other && !contacts.get(next).equals(host.self())) {
        return next;
      }
    }
    return -1;
  }
}
