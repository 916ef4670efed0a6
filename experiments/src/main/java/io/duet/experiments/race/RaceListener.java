package io.duet.experiments.race;

import io.duet.experiments.result.OverlayResult;
import io.duet.experiments.result.SearchRecord;
import io.duet.node.NodeListener;
import io.duet.node.Traffic;
import io.duet.overlay.spi.OverlayPlugin;
import java.util.List;
import java.util.function.IntSupplier;

/** A listener for the progress of a race, such as a progress bar. Called from any thread. */
public interface RaceListener {

  /** The listener for the nodes of this overlay. */
  default NodeListener nodes(String overlay) {
    return (node, event) -> {};
  }

  /**
   * The nodes of an overlay exist, and its run starts.
   *
   * @param steps the total of actions and answers
   * @param alive the number of live nodes
   */
  default void overlayStarted(
      OverlayPlugin overlay, int steps, List<Traffic> traffic, IntSupplier alive) {}

  /** One action of the overlay is done. */
  default void actionDone() {}

  /** A search has been answered and judged. */
  default void searchJudged(String overlay, SearchRecord search) {}

  /** The overlay has finished. */
  default void overlayFinished(OverlayResult result) {}
}
