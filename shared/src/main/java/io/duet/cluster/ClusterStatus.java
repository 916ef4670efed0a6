package io.duet.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.duet.http.Json;
import java.util.List;
import java.util.Optional;

/**
 * The state of a cluster now.
 *
 * @param overlay the overlay of all nodes
 * @param nodes the nodes, in order of their numbers
 */
record ClusterStatus(String overlay, List<ClusterStatus.Row> nodes) {
  private static final String FORM = "%4s  %7s  %-7s  %-15s  %-15s  %-17s  %s";

  /**
   * The state of one node.
   *
   * @param pid its process; 0 if it does not run
   * @param state running, down, or silent if its HTTP port does not answer
   * @param role its role, as it reports it; empty if it does not
   * @param health its health, as it reports it; empty if it does not
   */
  record Row(
      int node, long pid, String state, String address, String http, String role, String health) {

    private static Row of(ClusterNode node, NodeProbe probe) {
      if (!NodeProcess.isRunning(node)) {
        return of(node, 0, "down", node.role(), "");
      }
      Optional<JsonNode> status = probe.status(node);
      String role = status.map(Row::role).filter(r -> !r.isEmpty()).orElse(node.role());
      String health = status.map(all -> all.path("health").asText()).orElse("");
      return of(node, node.pid(), status.isPresent() ? "running" : "silent", role, health);
    }

    private static Row of(ClusterNode node, long pid, String state, String role, String health) {
      return new Row(node.number(), pid, state, node.address(), node.httpAddress(), role, health);
    }

    /** The role in the first section that names one. */
    private static String role(JsonNode status) {
      JsonNode role = status.findValue("role");
      return role == null ? "" : role.asText();
    }

    private String line() {
      String process = pid == 0 ? "" : String.valueOf(pid);
      return FORM.formatted(node, process, state, address, http, role, health).stripTrailing();
    }
  }

  /** Asks all nodes of a cluster. */
  static ClusterStatus of(ClusterFile cluster) {
    NodeProbe probe = new NodeProbe();
    return new ClusterStatus(
        cluster.overlay(), cluster.nodes().stream().map(node -> Row.of(node, probe)).toList());
  }

  /** Whether all nodes run and are healthy; a single one may be alone. */
  boolean isWell() {
    List<String> well = nodes.size() == 1 ? List.of("healthy", "alone") : List.of("healthy");
    return nodes.stream().allMatch(row -> well.contains(row.health()));
  }

  /** The table for the terminal. */
  String table() {
    StringBuilder text = new StringBuilder();
    text.append(FORM.formatted("node", "pid", "state", "address", "http", "role", "health"));
    nodes.forEach(row -> text.append('\n').append(row.line()));
    return text.append('\n').toString();
  }

  /** The same as JSON. */
  String json() {
    return Json.pretty(this);
  }
}
