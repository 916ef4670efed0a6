package io.duet.unstructured.mailbox;

import io.duet.node.PeerAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The requests that this node's user has got, each once however often it is brought: the numbers of
 * the last {@link #REMEMBERED_MAX} are remembered for as long as the node runs.
 */
final class Inbox {
  static final int SHOWN_MAX = 256;
  static final int REMEMBERED_MAX = 1 << 14;

  /**
   * A request that has come.
   *
   * @param from who sent it, as the peer says that brought it
   * @param broughtBy the sender itself, or a keeper of a copy
   */
  record Received(PeerAddress from, PeerAddress broughtBy, String text) {}

  private final Set<Mail.Id> remembered = new LinkedHashSet<>();
  private final Deque<Received> shown = new ArrayDeque<>();
  private long count;
  private long repeated;

  /** Takes a request, unless it has come before. */
  void take(PeerAddress broughtBy, Mail mail) {
    if (!remembered.add(mail.id())) {
      repeated++;
      return;
    }
    count++;
    shown.addLast(new Received(mail.id().sender(), broughtBy, mail.text()));
    if (shown.size() > SHOWN_MAX) {
      shown.removeFirst();
    }
    if (remembered.size() > REMEMBERED_MAX) {
      Iterator<Mail.Id> oldest = remembered.iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** How many requests have come, each counted once. */
  long count() {
    return count;
  }

  /** How often a request was brought that had come before. */
  long repeated() {
    return repeated;
  }

  /** The last ones, in the order in which they came. */
  List<Received> shown() {
    return new ArrayList<>(shown);
  }
}
