package io.duet.unstructured;

import io.duet.node.Host;
import io.duet.node.Message;
import io.duet.node.PeerAddress;
import io.duet.node.Timer;
import io.duet.overlay.ContentName;
import io.duet.overlay.Listing;
import io.duet.overlay.OverlayEvent;
import io.duet.overlay.Placement;
import io.duet.overlay.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A super-peer: keeps the index of its leaves, answers from it, and asks other super-peers for what
 * it lacks. Without leaves it is one of many equals.
 *
 * <p>Messages in: Join, Register, LeafQuery, Room, Place and Ping of leaves; Link, Ping, Query,
 * Walk, StillWanted, QueryHit, CachedHit, Grant, Filter, Pointers of super-peers; Farewell of both.
 * Out: the replies, and all that {@link Links}, {@link QueryRouter} and {@link Hearsay} send.
 * Timers: {@link Maintenance}, {@link OwnQueries.Stage}, {@link QueryBudget.Turn}, {@link
 * FlowControl.Tick}, {@link Hearsay.Due}.
 *
 * <p>Invariants: those of {@link LeafDesk}, {@link Links} and {@link QueryRouter}; what it offers
 * itself is its own to change.
 */
final class SuperPeer implements Role {

  /** Rings once a period. */
  private record Maintenance(SuperPeer superPeer) implements Timer {}

  private final NodeContext context;
  private final Links links;
  private final Hearsay hearsay;
  private final QueryRouter router;
  private final LeafIndex index;
  private final Partner partner;
  private final LeafDesk desk;
  private final Election election;
  private @Nullable PeerAddress firstPartner;

  /**
   * A super-peer that has not started.
   *
   * @param contacts nodes to which it may link
   */
  SuperPeer(NodeContext context, Links.Contacts contacts) {
    this.context = context;
    this.index = new LeafIndex(host().random().nextLong());
    this.links = new Links(host(), context.requests(), context.config(), contacts);
    this.hearsay = new Hearsay(context, links, index);
    this.router = new QueryRouter(context, links, hearsay);
    FileTable files = new FileTable();
    this.partner = new Partner(context, links, index, files);
    this.desk = new LeafDesk(context, links, router, index, files, partner);
    links.whenLinked(desk::release); // a neighbour is a super-peer now
    this.election = new Election(context, links, partner, desk);
    index.attachOwner(host().self());
    index.add(host().self(), context.offers().list());
    context.offers().list().forEach(content -> desk.files().add(self(), content));
  }

  private Host host() {
    return context.host();
  }

  NodeContext context() {
    return context;
  }

  PeerAddress self() {
    return host().self();
  }

  /** How much it handles for others, in units of its settings. */
  int capacity() {
    return context.config().load().capacity();
  }

  Links links() {
    return links;
  }

  LeafIndex index() {
    return index;
  }

  Hearsay hearsay() {
    return hearsay;
  }

  QueryRouter router() {
    return router;
  }

  Partner partner() {
    return partner;
  }

  LeafDesk desk() {
    return desk;
  }

  Rooms rooms() {
    return desk.rooms();
  }

  @Override
  public String name() {
    return context.config().clusterSize() == 1 ? "peer" : "super-peer";
  }

  /** Names a super-peer whose partner this one asks to be when it starts. */
  void startWithPartner(PeerAddress peer) {
    firstPartner = peer;
  }

  @Override
  public void start() {
    links.start();
    if (firstPartner != null) {
      partner.ask(firstPartner);
    }
    begin();
  }

  /** Sets the periodic alarm; this super-peer takes part as soon as it is linked. */
  void begin() {
    host().setTimer(new Maintenance(this), host().random().nextLong(context.config().pingNanos()));
    router.maintain();
    hearsay.begin();
    joinIfLinked();
  }

  private void joinIfLinked() {
    if (isJoined()) {
      context.milestones().joined();
    }
  }

  @Override
  public boolean isJoined() {
    return links.wasLinked();
  }

  @Override
  public void stop() {
    links.leave();
    desk.leave();
  }

  @Override
  public void retire() {
    stop();
    router.own().handOver();
  }

  @Override
  public void added(Content content) {
    index.add(host().self(), List.of(content));
    desk.files().add(self(), content);
    partner.register(true, content);
    host().emit(new OverlayEvent.Announced(content.key(), host().self())); // it answers from now on
  }

  @Override
  public void removed(Content content) {
    index.remove(host().self(), List.of(content));
    desk.files().remove(self(), content.key());
    partner.register(false, content);
  }

  @Override
  public void search(Question question, int wanted, SearchCallback whenDone) {
    router.own().search(question, wanted, whenDone);
  }

  @Override
  public void place(ContentName name, long bytes, Consumer<Placement> whenDone) {
    whenDone.accept(rooms().place(self(), name, bytes));
  }

  @Override
  public Listing list(Listing.Of what, int first) {
    return new SuperPeerLists(this, context).list(what, first);
  }

  @Override
  public boolean onMessage(PeerAddress from, Message message) {
    if (context.config().preset().requestEvents()) {
      new Announcer(host()).announce(from, message);
    }
    return router.onMessage(from, message)
        || onMembershipMessage(from, message)
        || hearsay.onMessage(from, message);
  }

  private boolean onMembershipMessage(PeerAddress from, Message message) {
    if (message instanceof LeafMessage.LeafQuery query) {
      desk.onQuery(from, query);
    } else if (message instanceof UnstructuredMessage.Ping ping) {
      onPing(from, ping);
    } else if (message instanceof UnstructuredMessage.Link link) {
      desk.release(from); // who asks for a link is a super-peer now
      links.onLink(from, link);
      router.onLinked(from);
      joinIfLinked();
    } else if (message instanceof UnstructuredMessage.Pair pair) {
      desk.release(from);
      partner.onPair(from, pair);
    } else if (message instanceof LeafMessage.Join join) {
      forgetSuperPeer(from); // it is a leaf now
      desk.onJoin(from, join);
    } else if (message instanceof LeafMessage.Register register) {
      desk.onRegister(from, register);
    } else if (message instanceof LeafMessage.Room room) {
      rooms().onRoom(from, room);
    } else if (message instanceof LeafMessage.Place place) {
      rooms().onPlace(from, place);
    } else if (message instanceof UnstructuredMessage.Farewell) {
      forgetSuperPeer(from);
      desk.drop(from);
    } else {
      return false;
    }
    return true;
  }

  private void forgetSuperPeer(PeerAddress peer) {
    links.drop(peer);
    partner.drop(peer);
    hearsay.forget(peer);
  }

  private Bond bond(PeerAddress peer) {
    if (partner.is(peer)) {
      return Bond.PARTNER;
    }
    return links.contains(peer) ? Bond.NEIGHBOR : index.contains(peer) ? Bond.LEAF : Bond.NONE;
  }

  private void onPing(PeerAddress from, UnstructuredMessage.Ping ping) {
    index.heard(from, host().nowNanos());
    host()
        .send(
            from,
            new UnstructuredMessage.Pong(
                ping.requestId(),
                desk.leaves(),
                bond(from),
                index.digest(from),
                partner.list(),
                others(from)));
  }

  /** Whom a peer is told of: neighbours, and a leaf also who would take their place. */
  private List<PeerAddress> others(PeerAddress to) {
    List<PeerAddress> others = new ArrayList<>(links.some());
    if (index.contains(to)) {
      others.addAll(desk.heirs());
      others.remove(to);
    }
    return others;
  }

  @Override
  public void onTimer(Timer timer) {
    if (timer instanceof OwnQueries.Stage stage) {
      router.own().onStage(stage);
    } else if (timer instanceof Maintenance maintenance && maintenance.superPeer() == this) {
      joinIfLinked();
      links.maintain();
      partner.maintain();
      router.maintain();
      desk.dropSilent();
      host().setTimer(timer, context.config().pingNanos());
      election.maintain();
    } else if (timer instanceof QueryBudget.Turn turn && isOurs(turn.budget())) {
      turn.budget().onTurn();
    } else if (timer instanceof FlowControl.Tick tick && tick.flow() == router.flow()) {
      tick.flow().onTick();
    } else if (timer instanceof Hearsay.Due due && due.hearsay() == hearsay) {
      hearsay.onDue();
    }
  }

  /** Whether a budget is not of an earlier time in this role. */
  private boolean isOurs(QueryBudget<?> budget) {
    return budget == router.budget() || budget == desk.searches().budget();
  }

  @Override
  public void onUnreachable(PeerAddress peer) {
    links.lose(peer);
    hearsay.forget(peer);
    context.requests().onUnreachable(peer);
    partner.probe(peer);
    desk.probe(peer);
  }

  @Override
  public Status status() {
    return Status.of(health())
        .with(
            Status.Facts.of("membership")
                .with("role", name())
                .with("partners", partner.list().size())
                .with("neighbors", links.neighbors().size())
                .with("leaves", desk.leaves())
                .with("leaves inactive", desk.departed().size())
                .with("contents indexed", index.contents())
                .with("entries indexed", index.entries())
                .with("entries of neighbors", hearsay.entries())
                .with("contents remembered", hearsay.remembered())
                .with("announcements", context.offers().size())
                .with("capacity", context.config().load().capacity())
                .with("queries waiting", router.waiting() + desk.searches().budget().waiting())
                .with("queries under way", router.own().size())
                .with("requests under way", context.requests().size()))
        .with(table("neighbors", links.neighbors()))
        .with(table("leaves", desk.addresses()));
  }

  private String health() {
    boolean alone = links.neighbors().isEmpty() && index.leaves() == 1;
    return !isJoined() ? "joining" : alone ? "alone" : "healthy";
  }

  private static Status.Table table(String title, List<PeerAddress> peers) {
    List<List<String>> rows = peers.stream().map(peer -> List.of(peer.toString())).toList();
    return new Status.Table(title, List.of("peer"), rows);
  }
}
