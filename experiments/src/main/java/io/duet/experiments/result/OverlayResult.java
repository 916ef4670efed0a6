package io.duet.experiments.result;

import java.util.List;

/**
 * The measurements of one overlay.
 *
 * @param overlay its short name, such as {@code chord}
 * @param title its title in reports
 * @param nodes nodes of the workload, without extra ones such as a directory
 * @param searches every search in the workload's order
 * @param traffic from the first search until the last answer
 * @param nodeSeconds seconds that nodes were alive while traffic was counted, summed over nodes
 * @param roles the role of each node of the workload at the end; empty if it is dead by then
 * @param recordsKept provider records of each node at the end, by index, extra nodes last
 * @param copies the number of live nodes that had cached a provider of each item at the end
 * @param queries the reach of queries, if the overlay has queries
 * @param fetches the transfers that followed searches
 * @param traceHash a hash over every delivery and arrival of a simulated run in order; 0 on sockets
 * @param wallSeconds the seconds of wall time until the last answer
 */
public record OverlayResult(
    String overlay,
    String title,
    int nodes,
    List<SearchRecord> searches,
    TrafficSnapshot traffic,
    double nodeSeconds,
    List<String> roles,
    long[] recordsKept,
    int[] copies,
    QueryReach queries,
    FetchResult fetches,
    long traceHash,
    double wallSeconds) {}
