package io.duet.unstructured.mailbox;

import io.duet.node.Host;
import io.duet.node.Peer;
import io.duet.overlay.OverlayEvent;
import io.duet.rpc.PeerRequests;
import io.duet.rpc.ReplyHandler;
import io.duet.rpc.RetryPolicy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Who is here and who is not: it greets all whom it hears of, and lists them when they answer.
 *
 * <p>In every period it greets the next few active peers and one inactive one. A peer is inactive
 * after two greetings without an answer, at once when it says farewell, and active again as soon as
 * it is heard. So of n active peers one that is gone is noticed within about n / hellos periods and
 * two timeouts. Whom others name is greeted, never listed for that.
 */
final class PresenceProtocol {
  private static final int UNDER_WAY_MAX = 2 * WireLimits.LISTED_MAX;
  private static final int OTHERS_GIVEN = 8;
  private static final int CONTACT_PERIODS = 10;

  private final Host host;
  private final MailboxConfig config;
  private final PeerRequests requests;
  private final PeerList peerList;
  private final List<Peer> contacts;
  private final Set<Peer> greeted = new LinkedHashSet<>();
  private final Consumer<Peer> onHeard;
  private int nextContact;
  private int rounds;
  private boolean asking;
  private boolean member;

  /**
   * Who is here, for one node.
   *
   * @param contacts through whom it joins; none for the first one
   * @param onHeard called for every peer that has just said that it is here
   */
  PresenceProtocol(
      Host host,
      MailboxConfig config,
      PeerRequests requests,
      List<Peer> contacts,
      Consumer<Peer> onHeard) {
    this.host = host;
    this.config = config;
    this.requests = requests;
    this.peerList = new PeerList(config.listed(), host.random());
    this.contacts = contacts.stream().filter(contact -> !contact.equals(host.self())).toList();
    this.onHeard = onHeard;
    this.member = this.contacts.isEmpty();
  }

  PeerList peerList() {
    return peerList;
  }

  /**
   * Whether this node is one of those whose lists are worth asking for: the first one, or who has
   * the list of such a node. Else two that wait for the same contact would be a network of their
   * own.
   */
  boolean isMember() {
    return member;
  }

  /** Is one from the beginning, among these peers. */
  void assemble(List<Peer> peers) {
    member = true;
    peers.forEach(peerList::greet);
  }

  /**
   * What is to be done in every period. Now and then a contact is greeted, so that networks which
   * have grown apart meet again.
   */
  void round() {
    peerList.next(config.hellos()).forEach(this::greet);
    Peer away = peerList.nextInactive();
    if (away != null) {
      greet(away);
    }
    if (!member || peerList.activeCount() == 0) {
      join();
    }
    rounds++;
    if (rounds % CONTACT_PERIODS == 0 && !contacts.isEmpty()) {
      member |= peerList.activeCount() > 0; // no member answers: all come back at once
      greet(contacts.get(host.random().nextInt(contacts.size())));
    }
  }

  /** Asks one contact after the other for its list, until one answers. */
  void join() {
    if (!asking && !contacts.isEmpty()) {
      asking = true;
      Peer contact = contacts.get(nextContact++ % contacts.size());
      requests.send(
          contact,
          MailboxMessage.ListPeers::new,
          RetryPolicy.once(config.timeoutNanos()),
          ReplyHandler.of(list -> learn(contact, list), () -> asking = false));
    }
  }

  private void learn(Peer contact, MailboxMessage.PeerList list) {
    asking = false;
    member |= list.member();
    greet(contact);
    tryOthers(list.peers());
  }

  /** Greets those of whom somebody else has said that they are here. */
  private void tryOthers(List<Peer> others) {
    for (Peer other : others) {
      if (!peerList.isActive(other) && !peerList.isFull()) {
        greet(other);
      }
    }
  }

  /** Asks a peer whether it is here, unless that is asked already. */
  void greet(Peer peer) {
    if (!peer.equals(host.self()) && greeted.size() < UNDER_WAY_MAX && greeted.add(peer)) {
      requests.send(
          peer,
          id -> new MailboxMessage.Hello(id, peerList.activeCount()),
          RetryPolicy.beforeDeath(config.timeoutNanos()),
          ReplyHandler.of(welcome -> welcomed(peer, welcome.others()), () -> missed(peer)));
    }
  }

  private void welcomed(Peer peer, List<Peer> others) {
    greeted.remove(peer);
    list(peer);
    tryOthers(others);
  }

  private void missed(Peer peer) {
    greeted.remove(peer);
    drop(peer);
  }

  private void list(Peer peer) {
    peerList.greet(peer);
    onHeard.accept(peer);
  }

  private void drop(Peer peer) {
    if (peerList.miss(peer)) {
      host.emit(new OverlayEvent.PeerDropped(peer));
    }
  }

  void onHello(Peer from, MailboxMessage.Hello hello) {
    List<Peer> others =
        hello.listed() < peerList.activeCount() && hello.listed() < config.listed()
            ? peerList.some(OTHERS_GIVEN)
            : List.of();
    host.send(from, new MailboxMessage.Welcome(hello.requestId(), others));
    list(from);
  }

  void onListPeers(Peer from, MailboxMessage.ListPeers question) {
    host.send(from, new MailboxMessage.PeerList(question.requestId(), member, peerList.active()));
  }

  void onLeave(Peer from) {
    drop(from);
  }

  /** A peer that is said to be unreachable is asked itself. */
  void onUnreachable(Peer peer) {
    if (peerList.isActive(peer)) {
      greet(peer);
    }
  }

  /** Says farewell to all active peers. */
  void leave() {
    peerList.active().forEach(peer -> host.send(peer, new MailboxMessage.Leave()));
  }
}
