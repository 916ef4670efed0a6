package io.duet.experiments.result;

import io.duet.node.TrafficClass;
import java.util.List;
import java.util.Map;

/**
 * The measurements of one overlay. Traffic is counted from the first search until the last answer.
 *
 * @param overlay its short name, such as {@code chord}
 * @param title its title in reports
 * @param nodes nodes of the workload, without extra ones such as a directory
 * @param searches every search in the workload's order
 * @param messages messages sent by traffic class
 * @param bytes bytes sent by traffic class, with frame headers, without TCP and IP headers
 * @param addresses peer addresses in these messages; not counted on sockets, where it is 0
 * @param searchLoad messages of class SEARCH that each node received, by index, extra nodes last;
 *     crashed nodes included
 * @param recordsKept provider records of each node at the end, by index, extra nodes last
 * @param copies the number of live nodes that had cached a provider of each item at the end
 * @param nodeSeconds seconds that nodes were alive while traffic was counted, summed over nodes
 * @param queries the reach of queries, if the overlay has queries
 * @param loads the load of each node while traffic was counted
 * @param traceHash a hash over every delivery of a simulated run in order; 0 on sockets
 */
public record OverlayResult(
    String overlay,
    String title,
    int nodes,
    List<SearchRecord> searches,
    Map<TrafficClass, Long> messages,
    Map<TrafficClass, Long> bytes,
    long addresses,
    int[] searchLoad,
    int[] recordsKept,
    int[] copies,
    double nodeSeconds,
    QueryReach queries,
    NodeLoads loads,
    long traceHash) {}
