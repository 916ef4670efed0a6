package io.duet.unstructured.mailbox;

import io.duet.node.Host;
import io.duet.node.PeerAddress;
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
  private final PeerList roster;
  private final List<PeerAddress> contacts;
  private final Set<PeerAddress> greeted = new LinkedHashSet<>();
  private final Consumer<PeerAddress> whenHeard;
  private int nextContact;
  private int rounds;
  private boolean asking;
  private boolean member;

  /**
   * Who is here, for one node.
   *
   * @param contacts through whom it joins; none for the first one
   * @param whenHeard called for every peer that has just said that it is here
   */
  PresenceProtocol(
      Host host,
      MailboxConfig config,
      PeerRequests requests,
      List<PeerAddress> contacts,
      Consumer<PeerAddress> whenHeard) {
    this.host = host;
    this.config = config;
    this.requests = requests;
    this.roster = new PeerList(config.listed(), host.random());
    this.contacts = contacts.stream().filter(contact -> !contact.equals(host.self())).toList();
    this.whenHeard = whenHeard;
    this.member = this.contacts.isEmpty();
  }

  PeerList roster() {
    return roster;
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
  void assemble(List<PeerAddress> peers) {
    member = true;
    peers.forEach(roster::greet);
  }

  /**
   * What is to be done in every period. Now and then a contact is greeted, so that networks which
   * have grown apart meet again.
   */
  void round() {
    roster.next(config.hellos()).forEach(this::greet);
    PeerAddress away = roster.nextInactive();
    if (away != null) {
      greet(away);
    }
    if (!member || roster.activeCount() == 0) {
      join();
    }
    rounds++;
    if (rounds % CONTACT_PERIODS == 0 && !contacts.isEmpty()) {
      member |= roster.activeCount() > 0; // no member answers: all come back at once
      greet(contacts.get(host.random().nextInt(contacts.size())));
    }
  }

  /** Asks one contact after the other for its list, until one answers. */
  void join() {
    if (!asking && !contacts.isEmpty()) {
      asking = true;
      PeerAddress contact = contacts.get(nextContact++ % contacts.size());
      requests.send(
          contact,
          MailboxMessage.ListPeers::new,
          RetryPolicy.once(config.timeoutNanos()),
          ReplyHandler.of(list -> learn(contact, list), () -> asking = false));
    }
  }

  private void learn(PeerAddress contact, MailboxMessage.PeerList list) {
    asking = false;
    member |= list.member();
    greet(contact);
    tryOthers(list.peers());
  }

  /** Greets those of whom somebody else has said that they are here. */
  private void tryOthers(List<PeerAddress> others) {
    for (PeerAddress other : others) {
      if (!roster.isActive(other) && !roster.isFull()) {
        greet(other);
      }
    }
  }

  /** Asks a peer whether it is here, unless that is asked already. */
  void greet(PeerAddress peer) {
    if (!peer.equals(host.self()) && greeted.size() < UNDER_WAY_MAX && greeted.add(peer)) {
      requests.send(
          peer,
          id -> new MailboxMessage.Hello(id, roster.activeCount()),
          RetryPolicy.beforeDeath(config.timeoutNanos()),
          ReplyHandler.of(welcome -> welcomed(peer, welcome.others()), () -> missed(peer)));
    }
  }

  private void welcomed(PeerAddress peer, List<PeerAddress> others) {
    greeted.remove(peer);
    list(peer);
    tryOthers(others);
  }

  private void missed(PeerAddress peer) {
    greeted.remove(peer);
    drop(peer);
  }

  private void list(PeerAddress peer) {
    roster.greet(peer);
    whenHeard.accept(peer);
  }

  private void drop(PeerAddress peer) {
    if (roster.miss(peer)) {
      host.emit(new OverlayEvent.PeerDropped(peer));
    }
  }

  void onHello(PeerAddress from, MailboxMessage.Hello hello) {
    List<PeerAddress> others =
        hello.listed() < roster.activeCount() && hello.listed() < config.listed()
            ? roster.some(OTHERS_GIVEN)
            : List.of();
    host.send(from, new MailboxMessage.Welcome(hello.requestId(), others));
    list(from);
  }

  void onListPeers(PeerAddress from, MailboxMessage.ListPeers question) {
    host.send(from, new MailboxMessage.PeerList(question.requestId(), member, roster.active()));
  }

  void onFarewell(PeerAddress from) {
    drop(from);
  }

  /** A peer that is said to be unreachable is asked itself. */
  void onUnreachable(PeerAddress peer) {
    if (roster.isActive(peer)) {
      greet(peer);
    }
  }

  /** Says farewell to all active peers. */
  void leave() {
    roster.active().forEach(peer -> host.send(peer, new MailboxMessage.Leave()));
  }
}
