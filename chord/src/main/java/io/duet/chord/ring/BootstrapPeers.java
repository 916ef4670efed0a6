package io.duet.chord.ring;

import io.duet.node.Host;
import io.duet.node.PeerAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The members through which a node may join: the first few of a list that many nodes share. */
public final class BootstrapPeers {
  private static final int TRIES_MAX = 16;

  private final List<PeerAddress> contacts;
  private final int count;
  private int last = -1;

  public BootstrapPeers(List<PeerAddress> contacts, int count) {
    this.contacts = contacts;
    this.count = count;
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /** A random contact, another one than the last; null when there is none but the node itself. */
  public @Nullable PeerAddress next(Host host) {
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
