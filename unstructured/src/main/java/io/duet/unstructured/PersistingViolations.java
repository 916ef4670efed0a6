package io.duet.unstructured;

import java.util.LinkedHashMap;
import java.util.Map;

/** Tracks invariant violations that persist across checks, and since when. */
final class PersistingViolations {
  private Map<Object, Long> before = new LinkedHashMap<>();
  private Map<Object, Long> now = new LinkedHashMap<>();

  /**
   * Notes a violation that exists now.
   *
   * @param violation equal to the same violation at the next check
   * @return nanoseconds for which every check has found it
   */
  long persistedNanos(Object violation, long nowNanos) {
    long since = before.getOrDefault(violation, nowNanos);
    now.put(violation, since);
    return nowNanos - since;
  }

  /** Ends a check: violations that it has not found are forgotten. */
  void endCheck() {
    before = now;
    now = new LinkedHashMap<>();
  }
}
