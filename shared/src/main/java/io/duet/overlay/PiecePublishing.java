package io.duet.overlay;

import io.duet.node.Key;
import java.util.BitSet;

/** An overlay whose nodes tell others which pieces of a content they hold. */
public interface PiecePublishing {

  /**
   * As {@link Overlay#publish(Key)}, but for the held pieces alone; without any, the content is
   * withdrawn.
   *
   * @param pieces the number of pieces of the content, 0 or more
   * @param held the pieces that this node holds, from 0 to {@code pieces} - 1
   */
  void publish(Key key, int pieces, BitSet held);
}
