package io.duet.experiments.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duet.experiments.ExperimentFile;
import io.duet.experiments.Outcome;
import io.duet.experiments.RaceResult;
import io.duet.node.Purpose;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * {@code summary.json}: the experiment and each overlay's figures. For a simulated run it depends
 * only on the experiment.
 */
public final class SummaryFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SummaryFile() {}

  /** The file's text. */
  public static String write(RaceResult race, List<Summary> summaries) {
    ObjectNode root = JSON.createObjectNode();
    root.set("experiment", ExperimentFile.tree(race.experiment()));
    var overlays = root.putArray("overlays");
    summaries.forEach(summary -> overlays.add(overlay(summary)));
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of numbers can always be written", e);
    }
  }

  private static ObjectNode overlay(Summary summary) {
    ObjectNode node = JSON.createObjectNode();
    node.put("overlay", summary.result().overlay());
    node.put("nodes", summary.result().nodes());
    node.put("searches", summary.result().searches().size());
    put(node, "success_ratio", summary.successRatio());
    ObjectNode hops = node.putObject("hops");
    put(hops, "mean", summary.hops().mean());
    put(hops, "p50", summary.hops().at(0.5));
    put(hops, "p99", summary.hops().at(0.99));
    put(hops, "healed_mean", summary.hopsHealedMean());
    put(node, "path_length_mean", summary.pathLengthMean());
    ObjectNode latency = node.putObject("latency_seconds");
    put(latency, "p50", summary.latencySeconds().at(0.5));
    put(latency, "p95", summary.latencySeconds().at(0.95));
    put(latency, "p99", summary.latencySeconds().at(0.99));
    put(latency, "mean", summary.latencySeconds().mean());
    put(node, "messages_per_search", summary.messagesPerSearch());
    put(node, "bytes_per_search", summary.bytesPerSearch());
    put(node, "maintenance_bytes_per_node_second", summary.maintenanceBytesPerNodeSecond());
    put(node, "load_gini", summary.loadGini());
    more(node, summary);
    return node;
  }

  private static void more(ObjectNode node, Summary summary) {
    put(node, "success_before_crash", summary.successBeforeCrash());
    put(node, "success_healed", summary.successHealed());
    ObjectNode outcomes = node.putObject("outcomes");
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome.name().toLowerCase(Locale.ROOT), summary.count(outcome));
    }
    put(node, "failures_per_10000", summary.failuresPer10000());
    put(node, "timeouts_mean", summary.timeoutsMean());
    var shares = node.putArray("path_length_shares");
    Arrays.stream(summary.pathLengthShares()).forEach(shares::add);
    lookups(node.putObject("lookup_seconds"), summary);
    costs(node, summary);
    if (summary.queries().isAny()) {
      queries(node.putObject("queries"), summary.queries());
    }
    if (summary.copies().isAny()) {
      ObjectNode copies = node.putObject("copies");
      put(copies, "mean", summary.copies().mean());
      put(copies, "exponent", summary.copies().exponent());
    }
    ObjectNode load = node.putObject("load");
    summary.loads().forEach(role -> load(load.putObject(role.role()), role));
    node.put("trace_hash", "%016x".formatted(summary.result().traceHash()));
  }

  private static void lookups(ObjectNode node, Summary summary) {
    put(node, "p50", summary.lookupSeconds().at(0.5));
    put(node, "p99", summary.lookupSeconds().at(0.99));
    put(node, "mean", summary.lookupSeconds().mean());
    var byPath = node.putArray("by_path_length");
    Arrays.stream(summary.lookupSecondsByPath())
        .forEach(mean -> byPath.add(Double.isFinite(mean) ? DoubleNode.valueOf(mean) : null));
  }

  private static void costs(ObjectNode node, Summary summary) {
    put(node, "bytes_per_node_second", summary.bytesPerNodeSecond());
    put(node, "packet_bytes_per_node_second", summary.packetBytesPerNodeSecond());
    Quantiles kept = summary.recordsKept();
    ObjectNode records = node.putObject("records_per_node");
    put(records, "mean", kept.mean());
    put(records, "p99", kept.at(0.99));
    put(records, "p99_over_mean", kept.at(0.99) / kept.mean());
    ObjectNode messages = node.putObject("messages");
    ObjectNode bytes = node.putObject("bytes");
    for (Purpose purpose : Purpose.all()) {
      String name = purpose.name().toLowerCase(Locale.ROOT);
      messages.put(name, summary.result().messages().getOrDefault(purpose, 0L));
      bytes.put(name, summary.result().bytes().getOrDefault(purpose, 0L));
    }
  }

  private static void queries(ObjectNode node, QuerySpread queries) {
    put(node, "messages_per_search", queries.messagesPerSearch());
    put(node, "reached_mean", queries.reachedMean());
    put(node, "repeated_share", queries.repeatedShare());
    put(node, "last_hop_share", queries.lastHopShare());
    var shares = node.putArray("reach_share_by_hop");
    Arrays.stream(queries.reachShareByHop()).forEach(shares::add);
  }

  private static void load(ObjectNode node, RoleLoad load) {
    node.put("nodes", load.nodes());
    rates(node.putObject("messages_per_second"), load.messagesPerSecond());
    rates(node.putObject("bytes_per_second"), load.bytesPerSecond());
  }

  private static void rates(ObjectNode node, Quantiles rates) {
    put(node, "mean", rates.mean());
    put(node, "p99", rates.at(0.99));
  }

  private static void put(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }
}
