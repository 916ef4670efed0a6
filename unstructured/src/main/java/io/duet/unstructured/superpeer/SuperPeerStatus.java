package io.duet.unstructured.superpeer;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.ContentName;
import io.duet.overlay.Status;
import io.duet.overlay.TablePage;
import io.duet.unstructured.index.LeafIndex;
import io.duet.unstructured.message.SharedContent;
import io.duet.unstructured.neighbor.NeighborTable;
import io.duet.unstructured.node.NodeContext;
import io.duet.unstructured.query.QueryRouter;
import io.duet.unstructured.replication.NeighborKnowledge;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reports the status and the lists of a super-peer. */
record SuperPeerStatus(
    SuperPeer superPeer,
    NodeContext context,
    NeighborTable links,
    LeafIndex index,
    LeafRegistry registry) {
  private static final int NAMED_MAX = 3;

  Status status() {
    return Status.of(health())
        .with(membership())
        .with(table("neighbors", links.neighbors()))
        .with(table("leaves", registry.peers()));
  }

  private String health() {
    boolean alone = links.neighbors().isEmpty() && index.leaves() == 1;
    return !superPeer.isJoined() ? "joining" : alone ? "alone" : "healthy";
  }

  private Status.Facts membership() {
    QueryRouter router = superPeer.router();
    NeighborKnowledge knowledge = superPeer.knowledge();
    return Status.Facts.of("membership")
        .with("role", superPeer.name())
        .with("partners", superPeer.partner().list().size())
        .with("neighbors", links.neighbors().size())
        .with("leaves", registry.leaves())
        .with("leaves inactive", registry.departed().size())
        .with("contents indexed", index.contents())
        .with("entries indexed", index.entries())
        .with("entries of neighbors", knowledge.entries())
        .with("contents remembered", knowledge.cache().size())
        .with("announcements", context.offers().size())
        .with("capacity", superPeer.capacity())
        .with("queries waiting", router.waiting() + superPeer.searches().waiting())
        .with("pending queries", router.own().size())
        .with("pending requests", context.requests().size());
  }

  private static Status.Table table(String title, List<Peer> peers) {
    List<List<?>> rows = peers.stream().<List<?>>map(peer -> List.of(peer.toString())).toList();
    return new Status.Table(title, List.of("peer"), rows);
  }

  TablePage list(TablePage.Of what, int first) {
    return switch (what) {
      case PEERS ->
          TablePage.part(
              "peers",
              List.of("peer", "role", "state", "contents", "room megabytes", "seconds since heard"),
              peers(),
              first,
              Supplier::get);
      case SUPER_PEERS ->
          TablePage.part(
              "super-peers",
              List.of("super-peer", "relation", "leaves"),
              superPeers(),
              first,
              row -> row);
      case RESOURCES -> resources(first);
    };
  }

  /** Suppliers of rows, since there may be many leaves and only one part is shown. */
  private List<Supplier<List<?>>> peers() {
    List<Supplier<List<?>>> rows = new ArrayList<>();
    if (context.config().clusterSize() == 1) {
      links.neighbors().forEach(peer -> rows.add(() -> equal(peer, "active")));
      links.unlinkedContacts().forEach(peer -> rows.add(() -> equal(peer, "inactive")));
    }
    registry.peers().forEach(leaf -> rows.add(() -> active(leaf)));
    registry.departed().forEach((leaf, at) -> rows.add(() -> inactive(leaf, at)));
    return rows;
  }

  private static List<?> equal(Peer peer, String state) {
    return List.of(peer.toString(), "peer", state, "", "", "");
  }

  private List<?> active(Peer leaf) {
    long room = superPeer.storage().bytes(leaf);
    return List.of(
        leaf.toString(),
        "leaf",
        "active",
        index.contents(leaf),
        room == 0 ? "" : room / 1_000_000,
        secondsSince(index.heardAt(leaf)));
  }

  private List<?> inactive(Peer leaf, long departedAt) {
    return List.of(leaf.toString(), "leaf", "inactive", 0, "", secondsSince(departedAt));
  }

  /** The time since a moment, to a tenth of a second. */
  private double secondsSince(long nanos) {
    return Math.round((context.nowNanos() - nanos) / 1e8) / 10.0;
  }

  private List<List<?>> superPeers() {
    List<List<?>> rows = new ArrayList<>();
    int leaves = registry.leaves();
    rows.add(List.of(superPeer.self().toString(), "this node", leaves));
    for (Peer peer : superPeer.partner().list()) {
      rows.add(List.of(peer.toString(), "partner", leaves)); // it has the same leaves
    }
    for (Peer peer : links.neighbors()) {
      int load = links.neighborhood().load(peer);
      rows.add(List.of(peer.toString(), "neighbor", load < 0 ? "" : load));
    }
    return rows;
  }

  /** Only this part of the index, which may be large, is made into rows. */
  private TablePage resources(int first) {
    List<List<?>> rows =
        index.keys(first, Status.Table.ROWS_MAX).stream().<List<?>>map(this::resource).toList();
    List<String> columns = List.of("content", "bytes", "providers", "some of them");
    return new TablePage(new Status.Table("resources", columns, rows), first, index.contents());
  }

  private List<?> resource(Key key) {
    ContentName name = index.name(key);
    List<Peer> providers = index.providers(key);
    long bytes =
        providers.stream()
            .mapToLong(peer -> index.bytes(peer, key))
            .filter(size -> size >= 0)
            .findFirst()
            .orElse(SharedContent.UNSIZED);
    return List.of(
        name == null ? "key " + key : name.text(),
        bytes < 0 ? "" : bytes,
        providers.size(),
        providers.stream().limit(NAMED_MAX).map(String::valueOf).collect(Collectors.joining(" ")));
  }
}
