package io.duet.unstructured;

import io.duet.node.Key;
import io.duet.node.PeerAddress;
import io.duet.overlay.Answer;
import io.duet.overlay.ProviderRecord;
import java.util.List;

/** Answers of overlays on which providers are named without a time until which they hold. */
final class Answers {
  private static final int SECONDS_LEFT = 60;

  private Answers() {}

  /** The answer that names these providers of a content, found after so many hops. */
  static Answer of(Key key, int hops, List<PeerAddress> providers) {
    List<ProviderRecord> records =
        providers.stream().map(peer -> new ProviderRecord(key, peer, SECONDS_LEFT)).toList();
    return Answer.of(records, hops, hops);
  }
}
