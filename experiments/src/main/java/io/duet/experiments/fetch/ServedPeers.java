package io.duet.experiments.fetch;

import io.duet.transfer.DownloadLimits;
import io.duet.transfer.UploadTurns;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The links that each node of a simulation serves, at most as many as a real node. */
final class ServedPeers {
  private final List<Set<SimulatedLink>> links = new ArrayList<>();
  private final List<UploadTurns> turns = new ArrayList<>();

  ServedPeers(int nodes, double bytesPerSecond) {
    for (int node = 0; node < nodes; node++) {
      links.add(new LinkedHashSet<>(2));
      turns.add(new UploadTurns(DownloadLimits.turns(bytesPerSecond)));
    }
  }

  /** The turns of those that a node serves. */
  UploadTurns turns(int node) {
    return turns.get(node);
  }

  /** The nodes that fetch an item from a node, except one of them. */
  List<Integer> fetching(int node, int item, int except) {
    return links.get(node).stream()
        .filter(link -> link.item() == item && link.fetcher() != except)
        .map(SimulatedLink::fetcher)
        .collect(Collectors.toCollection(ArrayList::new));
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
