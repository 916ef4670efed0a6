package io.duet.placement;

import io.duet.node.Peer;

/**
 * A peer that could store a content.
 *
 * @param freeBytes the bytes that it offers to this node
 * @param availability the estimated probability that it answers, from 0 to 1
 */
public record Candidate(Peer peer, long freeBytes, double availability) {

  /** The free bytes that can be expected to be reachable: free bytes times availability. */
  public double expectedBytes() {
    return freeBytes * availability;
  }
}
