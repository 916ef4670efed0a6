package io.duet.experiments.measure;

import io.duet.node.Traffic;
import io.duet.node.TrafficClass;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongBiFunction;

/** Messages, bytes and addresses sent by all nodes, by traffic class, in total or since a time. */
public record TrafficSnapshot(
    Map<TrafficClass, Long> messages, Map<TrafficClass, Long> bytes, long addresses) {

  /** The sums of these counters now. */
  public static TrafficSnapshot of(List<Traffic> traffic) {
    return new TrafficSnapshot(
        sums(traffic, Traffic::messagesSent),
        sums(traffic, Traffic::bytesSent),
        traffic.stream().mapToLong(Traffic::addressesSent).sum());
  }

  private static Map<TrafficClass, Long> sums(
      List<Traffic> traffic, ToLongBiFunction<Traffic, TrafficClass> count) {
    Map<TrafficClass, Long> sums = new EnumMap<>(TrafficClass.class);
    for (TrafficClass type : TrafficClass.all()) {
      sums.put(type, traffic.stream().mapToLong(t -> count.applyAsLong(t, type)).sum());
    }
    return sums;
  }

  /** The difference to an earlier reading. */
  public TrafficSnapshot since(TrafficSnapshot earlier) {
    return new TrafficSnapshot(
        differences(messages, earlier.messages),
        differences(bytes, earlier.bytes),
        addresses - earlier.addresses);
  }

  private static Map<TrafficClass, Long> differences(
      Map<TrafficClass, Long> counts, Map<TrafficClass, Long> earlier) {
    Map<TrafficClass, Long> differences = new EnumMap<>(TrafficClass.class);
    counts.forEach((type, count) -> differences.put(type, count - earlier.getOrDefault(type, 0L)));
    return differences;
  }
}
