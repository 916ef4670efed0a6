package io.duet.experiments.race;

import io.duet.experiments.result.OverlayResult;
import io.duet.experiments.result.SearchRecord;
import io.duet.node.NodeListener;
import io.duet.node.Traffic;
import java.util.List;
import java.util.function.IntSupplier;

/** A listener for the progress of a race, such as a progress bar. Called from any thread. */
public interface RaceListener {

  /** The listener for the nodes of this overlay. */
  default NodeListener nodes(String overlay) {
    return (node, event) -> {};
  }

  /** The overlay's nodes exist now; gives their traffic and the number of live ones. */
  default void populated(String overlay, List<Traffic> traffic, IntSupplier alive) {}

  /** An overlay starts, with this total of actions and answers. */
  default void overlayStarted(String overlay, String title, int steps) {}

  /** Further actions and answers of the overlay are done. */
  default void stepDone(int steps) {}

  /** A search has been judged. */
  default void searchJudged(String overlay, SearchRecord search) {}

  /** The overlay has finished. */
  default void overlayFinished(OverlayResult result) {}
}
