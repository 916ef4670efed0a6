package io.duet.mail;

import io.duet.node.Peer;
import java.util.LinkedHashSet;
import java.util.Set;

/** The receivers of waiting letters, whose mailbox keys this node publishes; used by one thread. */
final class MailboxKeys {
  private final MailNetwork network;
  private final Set<Peer> published = new LinkedHashSet<>();

  MailboxKeys(MailNetwork network) {
    this.network = network;
  }

  /** Publishes the keys of these receivers, and withdraws all others. */
  void set(Set<Peer> receivers) {
    for (Peer old : Set.copyOf(published)) {
      if (!receivers.contains(old)) {
        withdraw(old);
      }
    }
    receivers.forEach(this::publish);
  }

  void publish(Peer receiver) {
    if (published.add(receiver)) {
      network.publish(Letter.mailboxOf(receiver), true);
    }
  }

  void withdraw(Peer receiver) {
    if (published.remove(receiver)) {
      network.publish(Letter.mailboxOf(receiver), false);
    }
  }
}
