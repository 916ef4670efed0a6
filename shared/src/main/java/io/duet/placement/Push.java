package io.duet.placement;

import io.duet.node.Peer;
import io.duet.store.PlacedContent;
import java.util.List;
import java.util.Locale;

/**
 * How far the copies of a content are.
 *
 * @param copies the peers with a complete copy, as last seen
 * @param coming the peers that are fetching it
 * @param problems why other peers have no copy, a sentence for each
 */
public record Push(
    PlacedContent content,
    State state,
    List<Peer> copies,
    List<Peer> coming,
    List<String> problems) {

  /** What a push does. */
  public enum State {
    /** It offers the content, or waits until peers have fetched it. */
    RUNNING,
    /** All wanted copies are complete. */
    DONE,
    /** No other peer takes the content; rounds of repairs go on. */
    SHORT,
    /** The offer waits where the overlay keeps the absent peer's mail. */
    WAITING,
    /** Only rounds of repairs look at this content. */
    KEPT;

    /** The state, as users read it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A content that no push of this process has looked at. */
  static Push of(PlacedContent content) {
    return new Push(content, State.KEPT, List.of(), List.of(), List.of());
  }

  /** The push of a content after its copies were counted. */
  static Push of(PlacedContent content, State state, Holders.Found found, List<String> problems) {
    return new Push(
        content,
        state,
        found.copies().stream().map(Copy::peer).toList(),
        found.coming(),
        List.copyOf(problems));
  }
}
