package io.duet.unstructured;

import io.duet.node.Key;
import io.duet.node.PeerAddress;
import io.duet.overlay.ContentName;
import io.duet.overlay.Listing;
import io.duet.overlay.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What a super-peer tells people about those whom it knows; among equals, a peer. */
final class SuperPeerLists {
  private static final int NAMED_MAX = 3;

  private final SuperPeer superPeer;
  private final NodeContext context;

  SuperPeerLists(SuperPeer superPeer, NodeContext context) {
    this.superPeer = superPeer;
    this.context = context;
  }

  /** A part of a list. */
  Listing list(Listing.Of what, int first) {
    return switch (what) {
      case PEERS ->
          Listing.part(
              "peers",
              List.of("peer", "role", "state", "contents", "room megabytes", "seconds since heard"),
              peers(),
              first,
              Supplier::get);
      case SUPER_PEERS ->
          Listing.part(
              "super-peers",
              List.of("super-peer", "relation", "leaves"),
              superPeers(),
              first,
              row -> row);
      case RESOURCES -> resources(first);
    };
  }

  /** Rows that are made when they are shown, because there may be many leaves. */
  private List<Supplier<List<String>>> peers() {
    List<Supplier<List<String>>> rows = new ArrayList<>();
    if (context.config().clusterSize() == 1) {
      superPeer.links().neighbors().forEach(peer -> rows.add(() -> equal(peer, "active")));
      superPeer.links().unlinkedContacts().forEach(peer -> rows.add(() -> equal(peer, "inactive")));
    }
    superPeer.desk().addresses().forEach(leaf -> rows.add(() -> active(leaf)));
    superPeer.desk().departed().goneAt().forEach((leaf, at) -> rows.add(() -> inactive(leaf, at)));
    return rows;
  }

  private static List<String> equal(PeerAddress peer, String state) {
    return List.of(peer.toString(), "peer", state, "", "", "");
  }

  private List<String> active(PeerAddress leaf) {
    long room = superPeer.rooms().bytes(leaf);
    return List.of(
        leaf.toString(),
        "leaf",
        "active",
        String.valueOf(superPeer.index().contents(leaf)),
        room == 0 ? "" : String.valueOf(room / 1_000_000),
        secondsSince(superPeer.index().heardAt(leaf)));
  }

  private List<String> inactive(PeerAddress leaf, long goneAt) {
    return List.of(leaf.toString(), "leaf", "inactive", "0", "", secondsSince(goneAt));
  }

  private String secondsSince(long nanos) {
    return String.format(Locale.ROOT, "%.1f", (context.host().nowNanos() - nanos) / 1e9);
  }

  private List<List<String>> superPeers() {
    List<List<String>> rows = new ArrayList<>();
    int leaves = superPeer.desk().leaves();
    rows.add(List.of(superPeer.self().toString(), "this node", String.valueOf(leaves)));
    for (PeerAddress peer : superPeer.partner().list()) {
      rows.add(List.of(peer.toString(), "partner", String.valueOf(leaves))); // it shares them
    }
    for (PeerAddress peer : superPeer.links().neighbors()) {
      int load = superPeer.links().neighborhood().load(peer);
      rows.add(List.of(peer.toString(), "neighbor", load < 0 ? "" : String.valueOf(load)));
    }
    return rows;
  }

  /** The index may be large, so that only this part of it is made into rows. */
  private Listing resources(int first) {
    List<List<String>> rows =
        superPeer.index().keys(first, Status.Table.ROWS_MAX).stream().map(this::resource).toList();
    List<String> columns = List.of("content", "bytes", "providers", "some of them");
    return new Listing(
        new Status.Table("resources", columns, rows), first, superPeer.index().contents());
  }

  private List<String> resource(Key key) {
    ContentName name = superPeer.index().name(key);
    List<PeerAddress> providers = superPeer.index().providers(key);
    long bytes =
        providers.stream()
            .mapToLong(peer -> superPeer.desk().files().bytes(peer, key))
            .filter(size -> size >= 0)
            .findFirst()
            .orElse(Content.UNSIZED);
    return List.of(
        name == null ? "key " + key : name.text(),
        bytes < 0 ? "" : String.valueOf(bytes),
        String.valueOf(providers.size()),
        providers.stream().limit(NAMED_MAX).map(String::valueOf).collect(Collectors.joining(" ")));
  }
}
