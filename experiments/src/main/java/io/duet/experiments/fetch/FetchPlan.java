package io.duet.experiments.fetch;

import io.duet.node.Key;
import io.duet.simulation.Bandwidth;
import java.util.List;

/**
 * The contents of a race and the links that carry them.
 *
 * @param bytes the size of each content
 * @param bandwidth the links of each node
 * @param keys the key of each item, under which it is searched for and published
 * @param providers the nodes that have each item from the start, by item
 * @param searched the item of each search
 * @param seed the seed of the choice among equally rare pieces
 */
public record FetchPlan(
    long bytes,
    Bandwidth bandwidth,
    List<Key> keys,
    List<int[]> providers,
    List<Integer> searched,
    long seed) {

  /** The shortest possible time of a flash crowd; NaN with unlimited uplinks. */
  public double crowdBoundSeconds(int receivers) {
    return CrowdBound.seconds(bytes, bandwidth, receivers);
  }
}
