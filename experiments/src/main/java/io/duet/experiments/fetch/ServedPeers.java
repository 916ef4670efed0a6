package io.duet.experiments.fetch;

import io.duet.transfer.DownloadLimits;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The links that each node of a simulation serves, at most as many as a real node. */
final class ServedPeers {
  private final List<Set<SimulatedLink>> links = new ArrayList<>();

  ServedPeers(int nodes) {
    for (int node = 0; node < nodes; node++) {
      links.add(new LinkedHashSet<>(2));
    }
  }

  /** Serves a link; false if there is no room. */
  boolean add(SimulatedLink link) {
    Set<SimulatedLink> served = links.get(link.provider());
    return served.size() < DownloadLimits.SERVED_MAX && served.add(link);
  }

  void remove(SimulatedLink link) {
    links.get(link.provider()).remove(link);
  }

  /** Tells all peers that fetch an item from a node of a further piece there. */
  void announce(int node, int item, int piece) {
    for (SimulatedLink link : links.get(node)) {
      if (link.item() == item) {
        link.announce(piece);
      }
    }
  }

  /** Ends the links of a node that has ended; their peers hear of it, at once or by silence. */
  void end(int node, boolean atOnce) {
    links.get(node).forEach(link -> link.providerEnded(atOnce));
    links.get(node).clear();
  }
}
