package io.duet.unstructured.mailbox;

import io.duet.node.Peer;
import io.duet.overlay.OverlayEvent;
import io.duet.overlay.spi.PeerNode;
import io.duet.rpc.ReplyHandler;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Maintains the peer list: it sends Hello to every peer that it learns of, and lists those that
 * answer.
 *
 * <p>In every period it sends Hello to the next {@code hellos} active peers and to one inactive
 * peer. A peer becomes inactive after two Hellos without a reply or after its Leave, and active
 * again with its next message. So the death of one of n active peers is detected within about n /
 * hellos periods and two timeouts.
 *
 * <p>Messages in and out: Hello, ListPeers, their replies, Leave. Invariant: a peer is listed only
 * after a message of its own, never because another peer named it.
 */
final class PresenceProtocol {
  private static final int UNDER_WAY_MAX = 2 * MailboxMessage.LISTED_MAX;
  private static final int OTHERS_GIVEN = 8;
  private static final int CONTACT_PERIODS = 10;

  private final PeerNode<MailboxConfig> node;
  private final PeerList peerList;
  private final List<Peer> contacts;
  private final Set<Peer> greeted = new LinkedHashSet<>();
  private final Consumer<Peer> onHeard;
  private int nextContact;
  private int rounds;
  private boolean asking;

  /**
   * Whether this node is the first one, or has the list of a member. Otherwise two nodes that wait
   * for the same contact would form a network of their own.
   */
  private boolean member;

  /** The first node has no contacts; {@code onHeard} gets each peer that shows to be active. */
  PresenceProtocol(
      PeerNode<MailboxConfig> node,
      PeerList peerList,
      List<Peer> contacts,
      Consumer<Peer> onHeard) {
    this.node = node;
    this.peerList = peerList;
    this.contacts = contacts.stream().filter(contact -> !contact.equals(node.self())).toList();
    this.onHeard = onHeard;
    this.member = this.contacts.isEmpty();
  }

  /** Joins, unless this node is the first one. */
  void start() {
    if (member) {
      node.lifecycle().joined();
    } else {
      join();
    }
  }

  /** Makes this node a member that lists these peers, in an assembled network. */
  void assemble(List<Peer> peers) {
    member = true;
    peers.forEach(peerList::setActive);
  }

  /**
   * Sends the Hellos of one period. Every tenth period a contact gets one too, so that parts of a
   * network join again after a partition.
   */
  void round() {
    peerList.next(node.config().hellos()).forEach(this::greet);
    peerList.nextInactive().ifPresent(this::greet);
    if (!member || peerList.activeCount() == 0) {
      join();
    }
    rounds++;
    if (rounds % CONTACT_PERIODS == 0 && !contacts.isEmpty()) {
      member |= peerList.activeCount() > 0; // no member answered: all nodes may have restarted
      greet(contacts.get(node.host().random().nextInt(contacts.size())));
    }
  }

  /** Asks the next contact for its list, unless a request is in progress. */
  private void join() {
    if (!asking && !contacts.isEmpty()) {
      asking = true;
      Peer contact = contacts.get(nextContact++ % contacts.size());
      node.ask(
          contact,
          MailboxMessage.ListPeers::new,
          ReplyHandler.of(list -> learn(contact, list), () -> asking = false));
    }
  }

  private void learn(Peer contact, MailboxMessage.PeerList list) {
    asking = false;
    member |= list.member();
    greet(contact);
    tryOthers(list.peers());
  }

  /** Sends Hello to peers that another peer has named. */
  private void tryOthers(List<Peer> others) {
    for (Peer other : others) {
      if (!peerList.isActive(other) && !peerList.isFull()) {
        greet(other);
      }
    }
  }

  /** Sends Hello to a peer, unless one is in progress. */
  private void greet(Peer peer) {
    if (!peer.equals(node.self()) && greeted.size() < UNDER_WAY_MAX && greeted.add(peer)) {
      node.askBeforeDeath(
          peer,
          id -> new MailboxMessage.Hello(id, peerList.activeCount()),
          ReplyHandler.of(
              welcome -> {
                greeted.remove(peer);
                list(peer);
                tryOthers(welcome.others());
              },
              () -> {
                greeted.remove(peer);
                drop(peer);
              }));
    }
  }

  private void list(Peer peer) {
    if (!peerList.isActive(peer)) {
      node.host().emit(new OverlayEvent.PeerJoined(peer, "active peer"));
    }
    peerList.setActive(peer);
    if (member) {
      node.lifecycle().joined();
    }
    onHeard.accept(peer);
  }

  /** Makes a peer inactive that has left or is considered dead. */
  void drop(Peer peer) {
    if (peerList.setInactive(peer)) {
      node.host().emit(new OverlayEvent.PeerDropped(peer));
    }
  }

  void onHello(Peer from, MailboxMessage.Hello hello) {
    boolean lacks = hello.listed() < Math.min(peerList.activeCount(), node.config().peersMax());
    List<Peer> others = lacks ? peerList.some(OTHERS_GIVEN) : List.of();
    node.send(from, new MailboxMessage.Welcome(hello.requestId(), others));
    list(from);
  }

  void onListPeers(Peer from, MailboxMessage.ListPeers request) {
    node.send(from, new MailboxMessage.PeerList(request.requestId(), member, peerList.active()));
  }

  /** Sends Hello to an active peer that the host reports as unreachable. */
  void onUnreachable(Peer peer) {
    if (peerList.isActive(peer)) {
      greet(peer);
    }
  }

  void leave() {
    peerList.active().forEach(peer -> node.send(peer, new MailboxMessage.Leave()));
  }
}
