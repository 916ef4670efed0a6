package io.duet.experiments;

import io.duet.node.NodeListener;

/** Who follows a race while it goes on: progress bars, metrics. Called from any thread. */
interface RaceListener {

  /** Who watches the nodes of this overlay. */
  default NodeListener nodes(String overlay) {
    return (node, event) -> {};
  }

  /** Begins with an overlay; it will see so many actions and answers. */
  void overlayStarted(String overlay, String title, int steps);

  /** So many of the overlay's actions and answers are done. */
  void stepDone(int steps);

  /** A search has been judged. */
  void searchJudged(String overlay, SearchRecord search);

  /** The overlay is done. */
  void overlayFinished(OverlayResult result);
}
