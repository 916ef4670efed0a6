package io.duet.unstructured;

import io.duet.node.Host;
import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.node.Timer;
import io.duet.overlay.ContentCache;
import io.duet.overlay.ContentName;
import io.duet.overlay.KeeperLookup;
import io.duet.overlay.KeywordResult;
import io.duet.overlay.KeywordSearch;
import io.duet.overlay.Keywords;
import io.duet.overlay.OverlayEvent;
import io.duet.overlay.PeerListing;
import io.duet.overlay.Placement;
import io.duet.overlay.SearchResult;
import io.duet.overlay.SizedPublishing;
import io.duet.overlay.Status;
import io.duet.overlay.StoragePlacement;
import io.duet.overlay.TablePage;
import io.duet.overlay.trace.SearchTrace;
import io.duet.overlay.trace.TracedSearch;
import io.duet.rpc.PendingRequests;
import io.duet.rpc.Reply;
import io.duet.unstructured.config.SuperPeerConfig;
import io.duet.unstructured.leaf.Leaf;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.SearchRequest;
import io.duet.unstructured.message.SearchResults;
import io.duet.unstructured.message.SharedContent;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.node.NodeContext;
import io.duet.unstructured.node.Role;
import io.duet.unstructured.node.RoleChange;
import io.duet.unstructured.superpeer.SuperPeer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A node of an unstructured network. It passes messages, timers and its user's calls to its present
 * role, and carries out changes of role.
 *
 * <p>Message in: VerifyHit; out: HitVerified. Replies go to their pending requests. A message from
 * this node's own address is refused, because it could change what this node offers.
 */
public final class UnstructuredNode
    implements KeywordSearch,
        SizedPublishing,
        StoragePlacement,
        PeerListing,
        ContentCache,
        KeeperLookup,
        TracedSearch {
  private final NodeContext context;

  private UnstructuredNode(
      Host host, SuperPeerConfig config, Function<NodeContext, Role> firstRole) {
    this.context = new NodeContext(host, config, firstRole, this::change);
  }

  /** Creates a leaf with the nodes that it knows. */
  public static UnstructuredNode leaf(Host host, SuperPeerConfig config, List<Peer> known) {
    return new UnstructuredNode(host, config, context -> new Leaf(context, known));
  }

  /** Creates a super-peer with the nodes to which it may link. */
  public static UnstructuredNode superPeer(Host host, SuperPeerConfig config, List<Peer> contacts) {
    return new UnstructuredNode(host, config, context -> new SuperPeer(context, contacts));
  }

  public NodeContext context() {
    return context;
  }

  public Peer self() {
    return context.host().self();
  }

  /** The present role. */
  public Role role() {
    return context.role();
  }

  /** Makes a node that was to be elected a super-peer of an assembled network at once. */
  void assembleAsSuperPeer() {
    if (role() instanceof Leaf leaf) {
      context.setRole(new SuperPeer(context, leaf.known().some()));
    }
  }

  private void change(RoleChange change) {
    if (change instanceof RoleChange.ToSuperPeer chosen) {
      become(superPeer(chosen));
    } else if (change instanceof RoleChange.ToLeaf chosen && !chosen.superPeers().isEmpty()) {
      become(new Leaf(context, chosen.superPeers()));
    }
  }

  private SuperPeer superPeer(RoleChange.ToSuperPeer chosen) {
    SuperPeer superPeer = new SuperPeer(context, chosen.contacts());
    if (chosen.partner() != null) {
      superPeer.startWithPartner(chosen.partner());
    }
    if (chosen.alone()) {
      superPeer.links().standAlone();
    }
    return superPeer;
  }

  private void become(Role next) {
    Role before = role();
    context.setRole(next);
    before.retire();
    context.host().emit(new OverlayEvent.RoleChanged(next.name()));
    next.start();
  }

  @Override
  public void start() {
    context.lifecycle().started();
    role().start();
  }

  @Override
  public void stop() {
    role().stop();
  }

  @Override
  public boolean isJoined() {
    return role().isJoined();
  }

  @Override
  public void publish(Key key) {
    publish(SharedContent.of(key));
  }

  @Override
  public void publish(ContentName name) {
    publish(SharedContent.of(name));
  }

  @Override
  public void publish(ContentName name, long bytes) {
    publish(SharedContent.of(name, bytes));
  }

  private void publish(SharedContent content) {
    if (context.offers().add(content)) {
      role().changed(true, content);
    }
  }

  @Override
  public void withdraw(ContentName name) {
    withdraw(name.key());
  }

  @Override
  public void withdraw(Key key) {
    SharedContent removed = context.offers().remove(key);
    if (removed != null) {
      role().changed(false, removed);
    }
  }

  @Override
  public void search(Key key, int results, Consumer<SearchResult> whenDone) {
    search(new SearchCriteria.OfKey(key), results, null, whenDone);
  }

  @Override
  public void search(Key key, int results, SearchTrace trace, Consumer<SearchResult> whenDone) {
    search(new SearchCriteria.OfKey(key), results, trace, whenDone);
  }

  private void search(
      SearchCriteria.OfKey sought,
      int results,
      @Nullable SearchTrace trace,
      Consumer<SearchResult> whenDone) {
    Consumer<SearchResult> reported = context.lifecycle().searching(whenDone);
    role()
        .search(
            new SearchRequest(
                sought,
                results,
                trace,
                (hops, found) -> reported.accept(answer(sought.key(), hops, found))));
  }

  private static SearchResult answer(Key key, int hops, SearchResults found) {
    if (found.isUnanswered()) {
      return SearchResult.failed(hops);
    }
    SearchResult answer = SearchResult.naming(key, found.providers(), hops);
    return found.complete() ? answer : answer.asPartial();
  }

  @Override
  public void search(Keywords words, Consumer<KeywordResult> whenDone) {
    search(words, KeywordResult.NAMES_MAX, whenDone);
  }

  @Override
  public void search(Keywords words, int results, Consumer<KeywordResult> whenDone) {
    find(words, results, null, whenDone);
  }

  @Override
  public void search(
      Keywords words, int results, SearchTrace trace, Consumer<KeywordResult> whenDone) {
    find(words, results, trace, whenDone);
  }

  private void find(
      Keywords words, int results, @Nullable SearchTrace trace, Consumer<KeywordResult> whenDone) {
    if (words.list().isEmpty()) {
      whenDone.accept(KeywordResult.of(List.of(), true, 0));
      return;
    }
    long started = context.host().nowNanos();
    role()
        .search(
            new SearchRequest(
                new SearchCriteria.OfWords(words),
                results,
                trace,
                (hops, found) -> {
                  context.lifecycle().searched(found.count() > 0, hops, started);
                  whenDone.accept(answer(results, hops, found));
                }));
  }

  /** A search ends with the wanted number of results, so there may be more. */
  private static KeywordResult answer(int results, int hops, SearchResults found) {
    boolean complete = found.complete() && found.contents().size() < results;
    return found.isUnanswered()
        ? KeywordResult.failed(hops)
        : KeywordResult.of(found.contents(), complete, hops);
  }

  @Override
  public List<Key> cachedContents() {
    return role() instanceof SuperPeer superPeer
        ? superPeer.knowledge().cache().contents(context.nowNanos())
        : List.of();
  }

  @Override
  public List<Peer> knownPeers() {
    return role().knownPeers();
  }

  @Override
  public void place(ContentName name, long bytes, Consumer<Placement> whenDone) {
    if (!isJoined()) {
      whenDone.accept(Placement.without(Placement.Status.FAILED));
      return;
    }
    search(
        name.key(),
        answer -> {
          if (answer.status() == SearchResult.Status.FOUND) {
            Peer holder = answer.providers().get(0).provider();
            whenDone.accept(new Placement(Placement.Status.HELD, holder));
          } else {
            role().place(name, bytes, whenDone);
          }
        });
  }

  /** Asks as for a file that nobody has: ids are names of no files. */
  @Override
  public void findRoom(Key content, long bytes, Consumer<Placement> whenDone) {
    role().place(new ContentName(content.toString()), bytes, whenDone);
  }

  @Override
  public void offerRoom(long bytes) {
    context.offerRoom(bytes);
  }

  @Override
  public void keepers(Key key, int count, Consumer<List<Peer>> whenDone) {
    whenDone.accept(role().keepers().stream().distinct().limit(count).toList());
  }

  @Override
  public TablePage list(TablePage.Of what, int first) {
    return role().list(what, first);
  }

  @Override
  public String roleName() {
    return role().name();
  }

  @Override
  public Status status() {
    return role().status();
  }

  @Override
  public void onMessage(Peer from, Message message) {
    if (from.equals(context.host().self())) {
      context.refuse(from, "claims to be this node");
    } else if (message instanceof Reply reply && context.requests().onReply(from, reply)) {
      return;
    } else if (message instanceof UnstructuredMessage.VerifyHit request) {
      List<Boolean> offered = request.keys().stream().map(context.offers()::contains).toList();
      context.host().send(from, new UnstructuredMessage.HitVerified(request.requestId(), offered));
    } else if (!role().onMessage(from, message)) {
      context.refuse(from, "not a message for a " + role().name());
    }
  }

  @Override
  public void onTimer(Timer timer) {
    if (timer == PendingRequests.Expiry.DUE) {
      context.requests().onTimer();
    } else {
      context.onTimer(timer);
    }
  }

  @Override
  public void onUnreachable(Peer peer) {
    role().onUnreachable(peer);
  }
}
