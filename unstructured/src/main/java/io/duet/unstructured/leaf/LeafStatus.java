package io.duet.unstructured.leaf;

import io.duet.node.Peer;
import io.duet.overlay.ContentName;
import io.duet.overlay.Status;
import io.duet.overlay.TablePage;
import io.duet.unstructured.message.SharedContent;
import io.duet.unstructured.neighbor.SuperPeerSession;
import java.util.ArrayList;
import java.util.List;

/** Reports the status and the lists of a leaf: its super-peers, known ones, and its contents. */
record LeafStatus(Leaf leaf) {

  Status status() {
    List<List<?>> rows =
        leaf.superPeers().stream()
            .<List<?>>map(superPeer -> List.of(superPeer.toString()))
            .toList();
    return Status.of(health())
        .with(
            Status.Facts.of("membership")
                .with("role", leaf.name())
                .with("super-peers", rows.size())
                .with("super-peers known", leaf.known().size())
                .with("announcements", leaf.context().offers().size())
                .with("pending requests", leaf.context().requests().size()))
        .with(new Status.Table("super-peers", List.of("super-peer"), rows));
  }

  private String health() {
    boolean refused = leaf.sessions().list().stream().anyMatch(held -> held.updates().isRefused());
    if (leaf.isJoined()) {
      return refused ? "a super-peer has no room for its announcements" : "healthy";
    }
    return leaf.known().avoidsNone()
        ? "looking for a super-peer"
        : "waiting for a super-peer with room";
  }

  TablePage list(TablePage.Of what, int first) {
    return switch (what) {
      case PEERS -> TablePage.part("peers", List.of("peer"), List.<List<?>>of(), first, row -> row);
      case SUPER_PEERS ->
          TablePage.part(
              "super-peers",
              List.of("super-peer", "relation", "leaves"),
              superPeers(),
              first,
              row -> row);
      case RESOURCES ->
          TablePage.part(
              "resources",
              List.of("content", "bytes", "providers", "some of them"),
              leaf.context().offers().list(),
              first,
              this::resource);
    };
  }

  private List<List<?>> superPeers() {
    List<List<?>> rows = new ArrayList<>();
    for (SuperPeerSession session : leaf.sessions().list()) {
      Object load = session.load() < 0 ? "" : session.load();
      rows.add(List.of(session.superPeer().toString(), "serves this leaf", load));
    }
    for (Peer peer : leaf.known().all()) {
      if (!leaf.isAttachedTo(peer)) {
        rows.add(List.of(peer.toString(), "known", ""));
      }
    }
    return rows;
  }

  private List<?> resource(SharedContent content) {
    ContentName name = content.name();
    return List.of(
        name == null ? "key " + content.key() : name.text(),
        content.bytes() < 0 ? "" : content.bytes(),
        1,
        leaf.host().self().toString());
  }
}
