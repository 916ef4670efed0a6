package io.duet.unstructured.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.overlay.ContentName;
import io.duet.unstructured.message.SharedContent;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;

/** A super-peer may keep a million entries, so an entry is counted in bytes. */
class IndexMemoryTest {
  private static final int ENTRIES = 1 << 16;
  private static final int LEAVES = 100;
  private static final int VOCABULARY = 25_000;

  static {
    System.setProperty("jol.magicFieldOffset", "true"); // it cannot ask where a record's fields are
    System.setProperty("jol.skipDynamicAttach", "true");
  }

  /**
   * An entry with a name of its own takes at most 150 bytes. Each has one provider and a name of
   * four words by a Zipf law, and a number.
   */
  @Test
  void entryWithANameOfItsOwn_takesAtMost150Bytes() {
    assertThat(bytesPerEntry("a name of its own", i -> SharedContent.of(name(i)))).isLessThan(150);
  }

  @Test
  void entryWithoutAName_takesAtMost100Bytes() {
    assertThat(bytesPerEntry("no name", i -> SharedContent.of(new Key(i, i, i, i))))
        .isLessThan(100);
  }

  /** Each content has sixteen providers. */
  @Test
  void entryOfSharedContent_takesAtMost50Bytes() {
    assertThat(bytesPerEntry("shared by 16", i -> SharedContent.of(name(i / 16)))).isLessThan(50);
  }

  @Test
  void emptyIndex_takesAtMost1Kilobyte() {
    long bytes = GraphLayout.parseInstance(new LeafIndex(1)).totalSize();
    System.out.printf("%d bytes an empty index%n", bytes);
    assertThat(bytes).isLessThan(1_024);
  }

  /** A million leaves of ten thousand super-peers live in one simulation. */
  @Test
  void leafWithOneContent_takesAtMost400Bytes() {
    LeafIndex index = new LeafIndex(1);
    for (int i = 0; i < LEAVES; i++) {
      index.attach(leaf(i), 0);
      index.add(leaf(i), List.of(SharedContent.of(new Key(i, i, i, i))));
    }
    double bytes = GraphLayout.parseInstance(index).totalSize() / (double) LEAVES;
    System.out.printf("%.0f bytes a leaf that offers one content%n", bytes);
    assertThat(bytes).isLessThan(400);
  }

  private double bytesPerEntry(String what, IntFunction<SharedContent> content) {
    LeafIndex index = new LeafIndex(1);
    for (int i = 0; i < ENTRIES; i++) {
      index.attach(leaf(i % LEAVES), 0);
      assertThat(index.add(leaf(i % LEAVES), List.of(content.apply(i)))).isTrue();
    }
    double bytes = GraphLayout.parseInstance(index).totalSize() / (double) ENTRIES;
    System.out.printf("%.1f bytes an entry with %s%n", bytes, what);
    return bytes;
  }

  private static ContentName name(int i) {
    SplittableRandom random = new SplittableRandom(i);
    return new ContentName(
        word(random) + " " + word(random) + " - " + word(random) + " " + word(random) + " " + i);
  }

  private static String word(SplittableRandom random) {
    int rank = (int) Math.exp(random.nextDouble() * Math.log(VOCABULARY));
    return Integer.toString(rank * 7919 % 1_000_003 + 30_000_000, 36);
  }

  private static Peer leaf(int i) {
    return Peer.at(PeerAddress.ofIpv4(0x0a000000 + i, 4000));
  }
}
