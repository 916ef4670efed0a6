package io.duet.experiments.race;

import io.duet.experiments.result.OverlayResult;
import io.duet.experiments.result.SearchRecord;
import io.duet.node.NodeListener;
import io.duet.node.Traffic;
import java.util.List;
import java.util.function.IntSupplier;

/** Who follows a race while it goes on: progress bars, metrics. Called from any thread. */
public interface RaceListener {

  /** Who watches the nodes of this overlay. */
  default NodeListener nodes(String overlay) {
    return (node, event) -> {};
  }

  /** The overlay's nodes exist now: their traffic, and how many of them are alive. */
  default void populated(String overlay, List<Traffic> traffic, IntSupplier alive) {}

  /** Begins with an overlay; it will see so many actions and answers. */
  default void overlayStarted(String overlay, String title, int steps) {}

  /** So many of the overlay's actions and answers are done. */
  default void stepDone(int steps) {}

  /** A search has been judged. */
  default void searchJudged(String overlay, SearchRecord search) {}

  /** The overlay is done. */
  default void overlayFinished(OverlayResult result) {}
}
