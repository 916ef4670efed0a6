package io.duet.node;

import java.util.List;

/** The traffic class of a message, which separates the cost of searches from other costs. */
public enum TrafficClass {
  /** Carries a user's search or its answer. */
  SEARCH,
  /** Announces, replicates or withdraws provider records. */
  PUBLISH,
  /** Keeps the overlay connected: joins, pings, repair. */
  MAINTENANCE;

  private static final List<TrafficClass> ALL = List.of(values());

  /** All traffic classes by ordinal, without the copy that {@code values()} makes. */
  public static List<TrafficClass> all() {
    return ALL;
  }
}
