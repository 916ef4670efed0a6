package io.duet.experiments.report;

import io.duet.experiments.result.NodeLoads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The load of the nodes of one role.
 *
 * @param nodes the number of nodes in this role at the end
 * @param messagesPerSecond messages in and out, one value per node
 * @param bytesPerSecond their bytes
 */
public record RoleLoad(
    String role, int nodes, Quantiles messagesPerSecond, Quantiles bytesPerSecond) {

  /** The loads of all roles by name, without nodes that are dead at the end. */
  static List<RoleLoad> of(NodeLoads loads) {
    List<RoleLoad> all = new ArrayList<>();
    for (String role : new TreeSet<>(Arrays.asList(loads.roles()))) {
      if (!role.isEmpty()) {
        all.add(of(role, loads));
      }
    }
    return all;
  }

  private static RoleLoad of(String role, NodeLoads loads) {
    int[] nodes =
        IntStream.range(0, loads.roles().length)
            .filter(node -> loads.roles()[node].equals(role))
            .toArray();
    return new RoleLoad(
        role,
        nodes.length,
        new Quantiles(
            Arrays.stream(nodes).mapToDouble(n -> loads.messagesPerSecond()[n]).toArray()),
        new Quantiles(Arrays.stream(nodes).mapToDouble(n -> loads.bytesPerSecond()[n]).toArray()));
  }
}
