package io.duet.unstructured.superpeer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.overlay.ContentName;
import io.duet.overlay.KeywordResult;
import io.duet.overlay.Keywords;
import io.duet.overlay.SearchResult;
import io.duet.unstructured.SuperPeerPlugin;
import io.duet.unstructured.UnstructuredWorld;
import io.duet.unstructured.config.CapacityDistribution;
import io.duet.unstructured.index.LeafIndex;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.SearchResults;
import io.duet.unstructured.message.SharedContent;
import io.duet.unstructured.message.WireLimits;
import io.duet.wire.FrameBuffer;
import io.duet.wire.KryoCodec;
import io.duet.wire.MalformedMessageException;
import io.duet.wire.MessageRegistry;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A super-peer refuses a leaf that registers too much, and its other leaves are not affected. */
class HostileLeafTest {
  private static final int BATCH = WireLimits.CONTENTS_MAX;
  private static final int HEADER_BYTES = 1 + 4 + 1 + 1; // class id, request, fresh, added

  private static List<SharedContent> batch(int number) {
    return IntStream.range(0, BATCH)
        .mapToObj(i -> SharedContent.of(new Key(number, i, 0, 0)))
        .toList();
  }

  /** On its way to a billion, 256 of a thousand messages fit. */
  @Test
  void endlessIndex_isRefused_andOtherLeavesAreServed() {
    UnstructuredWorld world =
        UnstructuredWorld.of(new SuperPeerPlugin(), 4, 1, Map.of("clusterSize", "4"));
    world.startAll();
    world.pass(5);
    SuperPeer superPeer = world.superPeer(0);
    for (int i = 0; i < 1_000; i++) {
      superPeer.onMessage(world.address(1), new LeafMessage.Register(i, false, true, batch(i)));
    }
    int taken = LeafIndex.KEYS_PER_LEAF_MAX / BATCH;
    assertThat(world.refusals).hasSize(1_000 - taken).containsOnly("index too large");
    assertThat(superPeer.index().contents()).isEqualTo(LeafIndex.KEYS_PER_LEAF_MAX);
    world.node(2).publish(new ContentName("The Name of the Rose"));
    world.pass(1);
    assertThat(world.search(3, Keywords.of("rose")).status()).isEqualTo(SearchResult.Status.FOUND);
    world.pass(5);
    assertThat(superPeer.index().providers(new Key(0, 0, 0, 0))).isEmpty(); // registered again
  }

  @Test
  void capacityOutOfRange_isRefused() {
    UnstructuredWorld world =
        UnstructuredWorld.of(new SuperPeerPlugin(), 4, 1, Map.of("clusterSize", "4"));
    world.startAll();
    world.pass(5);
    SuperPeer superPeer = world.superPeer(0);
    Peer braggart = Peer.at(PeerAddress.ofIpv4(1, 1));
    superPeer.onMessage(braggart, new LeafMessage.Join(1, true, CapacityDistribution.MAX + 1));
    assertThat(world.refusals).containsExactly("capacity out of range");
    assertThat(superPeer.index().contains(braggart)).isFalse();
    superPeer.onMessage(braggart, new LeafMessage.Join(2, true, CapacityDistribution.MAX));
    assertThat(superPeer.index().contains(braggart)).isTrue();
  }

  /** An index filled by a hundred leaves has room for the next leaf. */
  @Test
  void fullIndex_hasRoomForTheNextLeaf() {
    int most = 100_000;
    LeafIndex index = new LeafIndex(1, most);
    for (int leaf = 0; leaf < 100; leaf++) {
      index.attach(Peer.at(PeerAddress.ofIpv4(leaf, 1)), 0);
      int batch = 0;
      while (index.add(Peer.at(PeerAddress.ofIpv4(leaf, 1)), batch(leaf << 16 | batch))) {
        batch++;
      }
    }
    assertThat(index.contents()).isBetween(most / 2, most);
    Peer next = Peer.at(PeerAddress.ofIpv4(100, 1));
    index.attach(next, 0);
    assertThat(index.add(next, batch(-1).subList(0, 100))).isTrue();
  }

  @Test
  void fullLeaf_mayStillRenameWhatItHas() {
    LeafIndex index = new LeafIndex(1, 16 * 4);
    Peer leaf = Peer.at(PeerAddress.ofIpv4(1, 1));
    SharedContent rose = SharedContent.of(new ContentName("rose"));
    index.attach(leaf, 0);
    assertThat(
            index.add(
                leaf, List.of(SharedContent.of(rose.key()), SharedContent.of(new Key(1, 1, 1, 1)))))
        .isTrue();
    assertThat(index.add(leaf, batch(0))).isFalse();
    assertThat(index.add(leaf, List.of(rose, rose))).isTrue();
    assertThat(index.contents()).isEqualTo(2);
    assertThat(index.find(new SearchCriteria.OfWords(Keywords.of("rose")), 1).contents())
        .hasSize(1);
  }

  /** A name of the greatest length: one word, of which 32 letters count. */
  @Test
  void endlessWord_standsForItsBeginning() {
    LeafIndex index = new LeafIndex(1);
    Peer leaf = Peer.at(PeerAddress.ofIpv4(1, 1));
    index.attach(leaf, 0);
    index.add(leaf, List.of(SharedContent.of(new ContentName("x".repeat(ContentName.BYTES_MAX)))));
    SearchResults found =
        index.find(new SearchCriteria.OfWords(Keywords.of("x".repeat(1 << 20))), 1);
    assertThat(found.contents()).hasSize(1);
  }

  @Test
  void registrationOfABillion_andWordOfAMegabyte_areNoMessages() {
    assertRefused("list too long", 1_000_000_000, new byte[100]);
    assertRefused("list too long", BATCH + 1, new byte[1 << 16]);
    byte[] megabyte = new byte[1 << 20];
    Arrays.fill(megabyte, (byte) 'x');
    megabyte[0] = 1; // has a name
    ByteBuffer.wrap(megabyte, 1, 3).put(new byte[] {-1, -1, 63}); // of a million bytes
    assertRefused("text too long", 1, megabyte);
  }

  private static void assertRefused(String reason, int count, byte[] contents) {
    MessageRegistry.Builder messages = MessageRegistry.builder();
    new SuperPeerPlugin().register(messages);
    KryoCodec codec = new KryoCodec(messages.build());
    FrameBuffer buffer = new FrameBuffer(1 << 10);
    codec.encode(buffer, new LeafMessage.Register(1, false, true, List.of()));
    ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + 5 + contents.length);
    bytes.put(buffer.array(), KryoCodec.LENGTH_BYTES, HEADER_BYTES);
    for (int left = count; left > 0; left >>>= 7) {
      bytes.put((byte) (left > 127 ? left | 128 : left));
    }
    bytes.put(contents);
    assertThatThrownBy(() -> codec.decode(bytes.array(), 0, bytes.position()))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage(reason);
  }

  /** An answer stays within its bounds even if thousands of results are wanted. */
  @Test
  void wantedByTheThousand_isNotGivenByTheThousand() {
    LeafIndex index = new LeafIndex(1);
    Peer leaf = Peer.at(PeerAddress.ofIpv4(1, 1));
    index.attach(leaf, 0);
    for (int i = 0; i < 500; i++) {
      index.add(leaf, List.of(SharedContent.of(new ContentName("rose " + i))));
    }
    SearchResults found = index.find(new SearchCriteria.OfWords(Keywords.of("rose")), 1_000);
    assertThat(found.contents()).hasSize(KeywordResult.NAMES_MAX);
    assertThat(found.complete()).isFalse();
  }
}
