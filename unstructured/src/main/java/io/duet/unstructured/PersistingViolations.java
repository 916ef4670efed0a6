package io.duet.unstructured;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is not as it should be, and since when: each wrong is told anew at every look. */
final class PersistingViolations {
  private Map<Object, Long> before = new LinkedHashMap<>();
  private Map<Object, Long> now = new LinkedHashMap<>();

  /**
   * Notes a wrong that is seen now.
   *
   * @param wrong equal to itself at the next look
   * @return nanoseconds for which it has been seen at every look
   */
  long see(Object wrong, long nowNanos) {
    long since = before.getOrDefault(wrong, nowNanos);
    now.put(wrong, since);
    return nowNanos - since;
  }

  /** Ends a look: what was not seen is right again. */
  void endLook() {
    before = now;
    now = new LinkedHashMap<>();
  }
}
