package io.duet.experiments.result;

import io.duet.node.TrafficClass;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * What all nodes have sent and received, in total or since an earlier snapshot.
 *
 * @param nanos the time for which it was counted
 * @param messages messages sent by traffic class
 * @param bytes bytes sent by traffic class, with frame headers, without TCP and IP headers
 * @param addresses peer addresses in these messages; not counted on sockets, where it is 0
 * @param searchLoad messages of class SEARCH that each node received, by index, extra nodes last;
 *     crashed nodes included
 * @param messagesHandled messages that each node sent, and those sent to it, by index
 * @param bytesHandled their bytes
 */
public record TrafficSnapshot(
    long nanos,
    Map<TrafficClass, Long> messages,
    Map<TrafficClass, Long> bytes,
    long addresses,
    long[] searchLoad,
    long[] messagesHandled,
    long[] bytesHandled) {

  /** The difference to an earlier snapshot. */
  public TrafficSnapshot since(TrafficSnapshot earlier) {
    return new TrafficSnapshot(
        nanos - earlier.nanos,
        minus(messages, earlier.messages),
        minus(bytes, earlier.bytes),
        addresses - earlier.addresses,
        minus(searchLoad, earlier.searchLoad),
        minus(messagesHandled, earlier.messagesHandled),
        minus(bytesHandled, earlier.bytesHandled));
  }

  private static Map<TrafficClass, Long> minus(
      Map<TrafficClass, Long> counts, Map<TrafficClass, Long> earlier) {
    Map<TrafficClass, Long> differences = new EnumMap<>(counts);
    differences.replaceAll((type, count) -> count - earlier.getOrDefault(type, 0L));
    return differences;
  }

  private static long[] minus(long[] counts, long[] earlier) {
    long[] differences = counts.clone();
    Arrays.setAll(differences, node -> counts[node] - earlier[node]);
    return differences;
  }
}
