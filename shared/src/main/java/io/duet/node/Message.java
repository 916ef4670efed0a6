package io.duet.node;

/** A message between nodes: an immutable record with a registered wire format. */
public interface Message {

  /** The traffic class under which this message is counted. */
  TrafficClass purpose();
}
