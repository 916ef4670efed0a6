package io.duet.experiments.measure;

import io.duet.node.Purpose;
import io.duet.node.Traffic;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongBiFunction;

/** Messages, bytes and addresses sent by all nodes, by traffic class, in total or since a time. */
public record TrafficSnapshot(
    Map<Purpose, Long> messages, Map<Purpose, Long> bytes, long addresses) {

  /** The sums of these counters now. */
  public static TrafficSnapshot of(List<Traffic> traffic) {
    return new TrafficSnapshot(
        sums(traffic, Traffic::messagesSent),
        sums(traffic, Traffic::bytesSent),
        traffic.stream().mapToLong(Traffic::addressesSent).sum());
  }

  private static Map<Purpose, Long> sums(
      List<Traffic> traffic, ToLongBiFunction<Traffic, Purpose> count) {
    Map<Purpose, Long> sums = new EnumMap<>(Purpose.class);
    for (Purpose purpose : Purpose.all()) {
      sums.put(purpose, traffic.stream().mapToLong(t -> count.applyAsLong(t, purpose)).sum());
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

  private static Map<Purpose, Long> differences(
      Map<Purpose, Long> counts, Map<Purpose, Long> earlier) {
    Map<Purpose, Long> differences = new EnumMap<>(Purpose.class);
    counts.forEach(
        (purpose, count) -> differences.put(purpose, count - earlier.getOrDefault(purpose, 0L)));
    return differences;
  }
}
