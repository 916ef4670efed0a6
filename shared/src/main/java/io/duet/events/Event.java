package io.duet.events;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that happened at a node.
 *
 * @param number the number of events before it since the node started
 * @param at when it was added to the log
 * @param kind what happened
 * @param fields its values by name, which depend on the kind: texts, numbers, truth values, or
 *     peers
 */
public record Event(long number, Instant at, EventKind kind, Map<String, ?> fields) {

  /** All values in one flat object for JSON; {@code number}, {@code at} and {@code kind} first. */
  public Map<String, Object> json() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("number", number);
    values.put("at", at);
    values.put("kind", kind);
    fields.forEach(values::putIfAbsent);
    return values;
  }
}
