package io.duet.unstructured.superpeer;

import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.overlay.ContentName;
import io.duet.overlay.OverlayEvent;
import io.duet.overlay.Placement;
import io.duet.overlay.Status;
import io.duet.overlay.TablePage;
import io.duet.unstructured.directory.RequestEventEmitter;
import io.duet.unstructured.directory.StorageOffers;
import io.duet.unstructured.index.LeafIndex;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.message.SearchRequest;
import io.duet.unstructured.message.SharedContent;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.neighbor.LinkMaintenance;
import io.duet.unstructured.neighbor.NeighborTable;
import io.duet.unstructured.node.NodeContext;
import io.duet.unstructured.node.Role;
import io.duet.unstructured.query.QueryRouter;
import io.duet.unstructured.replication.NeighborKnowledge;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The role of a super-peer: it indexes its leaves' contents, answers queries from the index, and
 * forwards queries to other super-peers. Without leaves it is one of many equal peers.
 *
 * <p>Messages in: from leaves Join, Register, LeafQuery, StorageOffer, FindStorage; from
 * super-peers LinkRequest and PartnerRequest; from both Ping, Leave. Messages out: the replies. Its
 * parts {@link LinkMaintenance}, {@link Election}, {@link QueryRouter} and {@link
 * NeighborKnowledge} have others. Timer: {@link #maintain}, once a ping period.
 *
 * <p>Invariants: those of {@link LeafRegistry}, {@link NeighborTable} and {@link QueryRouter}.
 */
public final class SuperPeer implements Role {
  private final NodeContext context;
  private final NeighborTable links;
  private final LinkMaintenance linking;
  private final NeighborKnowledge knowledge;
  private final QueryRouter router;
  private final LeafIndex index;
  private final RedundantPartner partner;
  private final StorageOffers storage;
  private final LeafRegistry registry;
  private final LeafQueryService searches;
  private final Election election;
  private @Nullable Peer firstPartner;

  /**
   * The role before it starts.
   *
   * @param contacts peers to which it may link
   */
  public SuperPeer(NodeContext context, List<Peer> contacts) {
    this.context = context;
    this.index = new LeafIndex(context.host().random().nextLong());
    this.links = new NeighborTable(context.host(), context.config(), contacts);
    this.linking = new LinkMaintenance(context, links);
    this.knowledge = new NeighborKnowledge(context, links, index);
    this.router = new QueryRouter(context, links, knowledge);
    this.partner = new RedundantPartner(context, links, index);
    this.storage = new StorageOffers(context, index, peer -> !partner.is(peer));
    this.registry = new LeafRegistry(context, links, index, partner, storage);
    this.searches = new LeafQueryService(context, index, router);
    links.whenLinked(registry::release); // a new neighbor is no longer a leaf
    this.election = new Election(context, links, partner, registry);
    index.attachOwner(context.host().self());
    index.add(context.host().self(), context.offers().list());
  }

  public NodeContext context() {
    return context;
  }

  public Peer self() {
    return context.host().self();
  }

  /** How many queries this node can handle, relative to others. */
  public int capacity() {
    return context.config().load().capacity();
  }

  public NeighborTable links() {
    return links;
  }

  public LinkMaintenance linking() {
    return linking;
  }

  public LeafIndex index() {
    return index;
  }

  public NeighborKnowledge knowledge() {
    return knowledge;
  }

  public QueryRouter router() {
    return router;
  }

  public RedundantPartner partner() {
    return partner;
  }

  public LeafRegistry registry() {
    return registry;
  }

  LeafQueryService searches() {
    return searches;
  }

  public StorageOffers storage() {
    return storage;
  }

  @Override
  public List<Peer> knownPeers() {
    return Stream.of(links.neighbors(), partner.list(), registry.peers())
        .flatMap(List::stream)
        .distinct()
        .toList();
  }

  @Override
  public String name() {
    return context.config().clusterSize() == 1 ? "peer" : "super-peer";
  }

  /** Sets the super-peer that this one asks at its start to be its partner. */
  public void startWithPartner(Peer peer) {
    firstPartner = peer;
  }

  @Override
  public void start() {
    linking.start();
    if (firstPartner != null) {
      partner.ask(firstPartner);
    }
    begin();
  }

  /** Starts the periodic work; this super-peer has joined as soon as it has a link. */
  public void begin() {
    context.after(this::maintain, context.host().random().nextLong(context.config().pingNanos()));
    router.maintain();
    knowledge.begin();
    joinIfLinked();
  }

  private void maintain() {
    joinIfLinked();
    linking.maintain();
    partner.maintain();
    router.maintain();
    registry.dropSilent();
    context.after(this::maintain, context.config().pingNanos());
    election.maintain();
  }

  private void joinIfLinked() {
    if (isJoined()) {
      context.lifecycle().joined();
    }
  }

  @Override
  public boolean isJoined() {
    return links.wasLinked();
  }

  @Override
  public void stop() {
    links.leave();
    registry.leave();
  }

  @Override
  public void retire() {
    stop();
    knowledge.end();
    router.own().handOver();
  }

  @Override
  public void changed(boolean added, SharedContent content) {
    if (added) {
      index.add(self(), List.of(content));
      context
          .host()
          .emit(new OverlayEvent.Announced(content.key(), self())); // searches find it now
    } else {
      index.remove(self(), List.of(content));
    }
    partner.register(added, content);
  }

  @Override
  public void search(SearchRequest request) {
    router.own().search(request);
  }

  /** Its neighbors, then its leaves. */
  @Override
  public List<Peer> keepers() {
    return Stream.concat(links.neighbors().stream(), registry.peers().stream()).toList();
  }

  @Override
  public void place(ContentName name, long bytes, Consumer<Placement> whenDone) {
    whenDone.accept(storage.place(self(), name, bytes));
  }

  @Override
  public TablePage list(TablePage.Of what, int first) {
    return report().list(what, first);
  }

  @Override
  public boolean onMessage(Peer from, Message message) {
    if (context.config().preset().requestLog()) {
      new RequestEventEmitter(context.host()).announce(from, message);
    }
    return router.onMessage(from, message)
        || onMembershipMessage(from, message)
        || storage.onMessage(from, message)
        || knowledge.onMessage(from, message);
  }

  private boolean onMembershipMessage(Peer from, Message message) {
    if (message instanceof LeafMessage.LeafQuery query) {
      searches.onQuery(from, query);
    } else if (message instanceof UnstructuredMessage.Ping ping) {
      registry.onPing(from, ping);
    } else if (message instanceof UnstructuredMessage.LinkRequest link) {
      registry.release(from); // a peer that asks for a link is a super-peer now
      linking.onLink(from, link);
      router.onLinked(from);
      joinIfLinked();
    } else if (message instanceof UnstructuredMessage.PartnerRequest request) {
      registry.release(from);
      partner.onPartnerRequest(from, request);
    } else if (message instanceof LeafMessage.Join join) {
      forgetSuperPeer(from); // it is a leaf now
      registry.onJoin(from, join);
    } else if (message instanceof LeafMessage.Register register) {
      registry.onRegister(from, register);
    } else if (message instanceof UnstructuredMessage.Leave) {
      forgetSuperPeer(from);
      registry.drop(from);
    } else {
      return false;
    }
    return true;
  }

  private void forgetSuperPeer(Peer peer) {
    links.drop(peer);
    partner.drop(peer);
    knowledge.cache().forget(peer);
  }

  @Override
  public void onUnreachable(Peer peer) {
    linking.lose(peer);
    knowledge.cache().forget(peer);
    context.requests().onUnreachable(peer);
    partner.probe(peer);
    registry.probe(peer);
  }

  @Override
  public Status status() {
    return report().status();
  }

  private SuperPeerStatus report() {
    return new SuperPeerStatus(this, context, links, index, registry);
  }
}
