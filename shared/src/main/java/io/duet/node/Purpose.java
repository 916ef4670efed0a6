package io.duet.node;

import java.util.List;

/** Why a message is sent, so that the cost of searching and of staying connected are told apart. */
public enum Purpose {
  /** Carries a user's search or its answer. */
  SEARCH,
  /** Announces, replicates or withdraws provider records. */
  PUBLISH,
  /** Keeps the overlay connected: joins, pings, repair. */
  MAINTENANCE;

  private static final List<Purpose> ALL = List.of(values());

  /** All purposes in the order of their ordinals, without the copy that {@code values()} makes. */
  public static List<Purpose> all() {
    return ALL;
  }
}
