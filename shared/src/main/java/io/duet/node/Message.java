package io.duet.node;

/** A message between nodes: an immutable record with a registered wire format. */
public interface Message {

  /** The traffic class under which this message is counted. */
  default TrafficClass trafficClass() {
    return TrafficClass.MAINTENANCE;
  }

  /** A message of a user's search, or of its answer. */
  interface Searching extends Message {
    @Override
    default TrafficClass trafficClass() {
      return TrafficClass.SEARCH;
    }
  }

  /** A message that announces, replicates or withdraws provider records, or its acknowledgment. */
  interface Publishing extends Message {
    @Override
    default TrafficClass trafficClass() {
      return TrafficClass.PUBLISH;
    }
  }
}
