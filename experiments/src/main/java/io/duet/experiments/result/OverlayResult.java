package io.duet.experiments.result;

import io.duet.node.Purpose;
import java.util.List;
import java.util.Map;

/**
 * What one overlay did with the workload. Traffic is counted from the first search until the last
 * answer.
 *
 * @param overlay its short name, such as {@code chord}
 * @param title its name for people
 * @param nodes nodes of the workload; extra ones such as a directory are not counted
 * @param searches every search in the workload's order
 * @param messages messages sent by purpose
 * @param bytes bytes sent by purpose, frame headers included, TCP and IP headers not
 * @param addresses peers' addresses in these messages; 0 on sockets, where they are not counted
 * @param searchLoad messages with purpose SEARCH that each node received, by index, extra nodes
 *     last; crashed nodes keep what they had
 * @param recordsKept provider records that each node kept in the end, by index, extra nodes last
 * @param copies how many live nodes remembered a provider of each item in the end, by item
 * @param nodeSeconds seconds that nodes were alive while traffic was counted, summed over nodes
 * @param queries how far queries went, of overlays that have them
 * @param loads what each node had to handle while traffic was counted
 * @param traceHash a hash over every delivery of a simulated run in its order; 0 on sockets
 */
public record OverlayResult(
    String overlay,
    String title,
    int nodes,
    List<SearchRecord> searches,
    Map<Purpose, Long> messages,
    Map<Purpose, Long> bytes,
    long addresses,
    int[] searchLoad,
    int[] recordsKept,
    int[] copies,
    double nodeSeconds,
    QueryReach queries,
    NodeLoads loads,
    long traceHash) {}
