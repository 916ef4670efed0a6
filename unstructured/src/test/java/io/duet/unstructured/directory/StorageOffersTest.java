package io.duet.unstructured.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.overlay.ContentName;
import io.duet.overlay.Placement;
import io.duet.overlay.Placement.Status;
import io.duet.unstructured.SuperPeerNodeFactory;
import io.duet.unstructured.SuperPeerNodeFactory.RolePreference;
import io.duet.unstructured.SuperPeerPlugin;
import io.duet.unstructured.UnstructuredNode;
import io.duet.unstructured.UnstructuredWorld;
import io.duet.unstructured.config.SuperPeerConfig;
import io.duet.unstructured.leaf.Leaf;
import io.duet.unstructured.message.LeafMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A directory, node 0, and four peers; those from 2 on have room for a megabyte each. */
class StorageOffersTest {
  private static final long MEGABYTE = 1_000_000;
  private static final ContentName NAME = new ContentName("a file");

  private final UnstructuredWorld world = new UnstructuredWorld(1);

  StorageOffersTest() {
    add(0);
    add(0);
    add(1);
    add(1);
    add(1);
    world.pass(3);
  }

  private void add(int storageMegabytes) {
    Map<String, String> settings =
        new LinkedHashMap<>(new SuperPeerPlugin().presets().get("central-directory"));
    settings.put("storageMegabytes", String.valueOf(storageMegabytes));
    SuperPeerConfig config =
        SuperPeerConfig.of(SuperPeerConfig.defaults(64).overriddenBy(settings));
    List<Peer> contacts = world.nodes.isEmpty() ? List.of() : List.of(world.address(0));
    SuperPeerNodeFactory nodes = new SuperPeerNodeFactory(config, RolePreference.AUTO);
    UnstructuredNode node = (UnstructuredNode) nodes.make(world.addHost(), contacts);
    world.begin(node);
  }

  private Placement place(int asker, ContentName name, long bytes) {
    List<Placement> placements = new ArrayList<>();
    world.node(asker).place(name, bytes, placements::add);
    world.pass(0.7);
    assertThat(placements).hasSize(1);
    return placements.get(0);
  }

  private Placement room(int peer) {
    return new Placement(Status.ROOM, world.address(peer));
  }

  @Test
  void peersWithRoom_areNamedInTurn_andNoneWithout() {
    List<Placement> named = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      named.add(place(1, NAME, 1));
    }
    assertThat(named).containsExactly(room(2), room(3), room(4), room(2), room(3), room(4));
  }

  /** What a node offers at run time counts, and not its settings; holders of files do not. */
  @Test
  void roomOfferedAtRunTime_replacesThatOfTheSettings() {
    Key content = Key.ofName("a content");
    world.node(2).offerRoom(5);
    world.node(3).offerRoom(0);
    world.node(4).offerRoom(7);
    world.node(3).publish(NAME, 5);
    world.pass(3);
    List<Placement> named = new ArrayList<>();
    world.node(1).findRoom(content, 5, named::add);
    world.node(1).findRoom(content, 7, named::add);
    world.node(1).findRoom(content, 8, named::add);
    world.pass(1);
    assertThat(named)
        .containsExactly(room(2), room(4), Placement.without(Placement.Status.NO_ROOM));
  }

  @Test
  void holder_isNamedBeforeAnybodyWithRoom() {
    world.node(3).publish(NAME, 5);
    world.pass(1);
    assertThat(place(1, NAME, 1)).isEqualTo(new Placement(Status.HELD, world.address(3)));
    assertThat(place(0, NAME, 1)).isEqualTo(new Placement(Status.HELD, world.address(3)));
  }

  @Test
  void holderThatAnotherSuperPeerServes_isNamedBeforeAnybodyWithRoom() {
    UnstructuredWorld mesh =
        UnstructuredWorld.assembled(
            new SuperPeerPlugin(), 8, 1, Map.of("clusterSize", "4", "elect", "false"));
    List<UnstructuredNode> leaves =
        IntStream.range(0, 8)
            .mapToObj(mesh::node)
            .filter(node -> node.role() instanceof Leaf)
            .toList();
    UnstructuredNode asker = leaves.get(0);
    UnstructuredNode holder =
        leaves.stream().filter(leaf -> !servedAlike(leaf, asker)).findFirst().orElseThrow();
    holder.publish(NAME, 5);
    mesh.pass(1);
    List<Placement> placements = new ArrayList<>();
    asker.place(NAME, 1, placements::add);
    mesh.pass(1);
    assertThat(placements).containsExactly(new Placement(Status.HELD, holder.self()));
  }

  private static boolean servedAlike(UnstructuredNode one, UnstructuredNode other) {
    Peer superPeer = ((Leaf) one.role()).superPeer(0);
    return superPeer != null && superPeer.equals(((Leaf) other.role()).superPeer(0));
  }

  /**
   * A leaf sends a size again after the index update with it was lost. The digest of registered
   * contents does not cover sizes.
   */
  @Test
  void sizeThatWasLostOnItsWay_isToldAgain() {
    world.node(1).publish(NAME, 10);
    world.pass(1);
    world.simulation.faults().loss(1);
    world.node(1).publish(NAME, 20);
    world.simulation.faults().loss(0);
    world.pass(5);
    assertThat(world.superPeer(0).index().bytes(world.address(1), NAME.key())).isEqualTo(20);
  }

  @Test
  void ownFiles_useUpRoom() {
    world.node(2).publish(new ContentName("a large file"), MEGABYTE - 10);
    world.pass(2);
    assertThat(place(1, NAME, 11)).isEqualTo(room(3));
    assertThat(place(1, NAME, 11)).isEqualTo(room(4));
    assertThat(place(1, NAME, 11)).isEqualTo(room(3));
    assertThat(place(1, NAME, 10)).isEqualTo(room(4));
    assertThat(place(1, NAME, 10)).isEqualTo(room(2));
  }

  @Test
  void promisedRoom_isNotPromisedTwice_beforeItIsToldAnew() {
    StorageOffers rooms = world.superPeer(0).storage();
    for (int peer = 2; peer <= 4; peer++) {
      assertThat(rooms.place(world.address(1), NAME, MEGABYTE)).isEqualTo(room(peer));
    }
    assertThat(rooms.place(world.address(1), NAME, MEGABYTE))
        .isEqualTo(Placement.without(Status.NO_ROOM));
    world.pass(2);
    assertThat(rooms.place(world.address(1), NAME, MEGABYTE)).isEqualTo(room(2));
  }

  @Test
  void asker_isNotSentToItself_andTheDeadAreNotNamed() {
    world.simulation.crash(3);
    world.pass(6);
    assertThat(place(2, NAME, 1)).isEqualTo(room(4));
    assertThat(place(2, NAME, 1)).isEqualTo(room(4));
    assertThat(place(4, NAME, 1)).isEqualTo(room(2));
  }

  @Test
  void strangers_areRefused() {
    Peer stranger = Peer.at(PeerAddress.ofIpv4(1, 1));
    world.nodes.get(0).onMessage(stranger, new LeafMessage.StorageOffer(MEGABYTE));
    world.nodes.get(0).onMessage(stranger, new LeafMessage.FindStorage(1, NAME, 1));
    assertThat(world.refusals)
        .containsExactly("storage offer of a stranger", "storage request of a stranger");
    assertThat(world.superPeer(0).storage().bytes(stranger)).isZero();
  }

  @Test
  void partner_isRefused_becauseItServesNobodysFiles() {
    Peer partner = world.address(4);
    world.superPeer(0).registry().drop(partner);
    world.superPeer(0).partner().assemble(partner);
    world.nodes.get(0).onMessage(partner, new LeafMessage.StorageOffer(MEGABYTE));
    assertThat(world.refusals).containsExactly("storage offer of a stranger");
    assertThat(world.superPeer(0).storage().bytes(partner)).isZero();
  }

  @Test
  void leafWithoutSuperPeer_saysThatNobodyAnswers() {
    world.simulation.crash(0);
    world.pass(5);
    assertThat(place(1, NAME, 1)).isEqualTo(Placement.without(Status.FAILED));
  }
}
