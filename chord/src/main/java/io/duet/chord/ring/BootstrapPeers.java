package io.duet.chord.ring;

import io.duet.node.Host;
import io.duet.node.Peer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The contacts of a node: the first {@code count} members of a list that many nodes share. */
public final class BootstrapPeers {
  private static final int TRIES_MAX = 16;

  private final List<Peer> contacts;
  private final int count;
  private int last = -1;

  public BootstrapPeers(List<Peer> contacts, int count) {
    this.contacts = contacts;
    this.count = count;
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /** A random contact other than the last one; null if there is none but the node itself. */
  public @Nullable Peer next(Host host) {
    for (int tries = 0; tries < TRIES_MAX && count > 0; tries++) {
      int next = host.random().nextInt(count);
      boolean other = next != last || count == 1;
      if (other && !contacts.get(next).equals(host.self())) {
        last = next;
        return contacts.get(next);
      }
    }
    return null;
  }
}
