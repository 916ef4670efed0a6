package io.duet.experiments.report;

import io.duet.experiments.result.OverlayResult;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The load of the nodes of one role.
 *
 * @param nodes the number of nodes in this role at the end
 * @param messagesPerSecond messages in and out of a node
 * @param bytesPerSecond their bytes
 */
public record RoleLoad(int nodes, Rates messagesPerSecond, Rates bytesPerSecond) {

  /** Rates per node. */
  public record Rates(double mean, double p99) {}

  /** The loads by role, without nodes that are dead at the end. */
  static Map<String, RoleLoad> of(OverlayResult result) {
    Map<String, RoleLoad> loads = new TreeMap<>();
    result.roles().forEach(role -> loads.computeIfAbsent(role, name -> of(name, result)));
    loads.remove("");
    return loads;
  }

  private static RoleLoad of(String role, OverlayResult result) {
    int[] nodes =
        IntStream.range(0, result.roles().size())
            .filter(node -> result.roles().get(node).equals(role))
            .toArray();
    double seconds = result.traffic().nanos() / 1e9;
    return new RoleLoad(
        nodes.length,
        rates(nodes, result.traffic().messagesHandled(), seconds),
        rates(nodes, result.traffic().bytesHandled(), seconds));
  }

  private static Rates rates(int[] nodes, long[] counts, double seconds) {
    Quantiles rates = new Quantiles(IntStream.of(nodes).mapToDouble(n -> counts[n] / seconds));
    return new Rates(rates.mean(), rates.at(0.99));
  }
}
