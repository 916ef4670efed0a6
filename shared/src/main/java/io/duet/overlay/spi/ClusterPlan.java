package io.duet.overlay.spi;

import java.util.Collections;
import java.util.List;

/**
 * The roles in a cluster whose nodes run as processes.
 *
 * @param roles the setting {@code role} of the first nodes, in order; later ones have the default
 * @param throughFirst whether all join through the first node, which itself never joins another
 */
public record ClusterPlan(List<String> roles, boolean throughFirst) {

  /** A cluster of equal nodes. */
  public static ClusterPlan ofEquals() {
    return new ClusterPlan(List.of(), false);
  }

  /** A cluster whose first nodes have one role, and join through any other. */
  public static ClusterPlan first(int nodes, String role) {
    return new ClusterPlan(Collections.nCopies(nodes, role), false);
  }

  /** The role of a node, counted from 0; empty for the default. */
  public String role(int index) {
    return index < roles.size() ? roles.get(index) : "";
  }
}
