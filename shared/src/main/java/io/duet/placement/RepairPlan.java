package io.duet.placement;

import io.duet.node.Key;
import io.duet.node.Peer;
import java.util.List;

/**
 * What one holder does about the copies of a content. If all holders see the same copies, the first
 * one that repairs adds what is missing, and exactly the surplus is dropped. However they differ,
 * the first wanted live holders in the order never drop theirs, because fewer precede each of them.
 *
 * @param add the number of copies that this holder adds
 * @param drop whether it drops its own copy
 */
public record RepairPlan(int add, boolean drop) {
  /** Nothing is to be done here. */
  public static final RepairPlan NOTHING = new RepairPlan(0, false);

  /**
   * The plan of one holder.
   *
   * @param wanted how many live copies are wanted; 0 for no repair
   * @param self a holder that repairs
   * @param copies the complete copies at live peers, its own included
   * @param coming the number of copies that are being fetched
   */
  public static RepairPlan of(Key id, Peer self, int wanted, List<Copy> copies, int coming) {
    List<Copy> ordered = copies.stream().sorted(Copy.order(id)).toList();
    int place = ordered.stream().map(Copy::peer).toList().indexOf(self);
    if (place < 0 || wanted == 0) {
      return NOTHING;
    } else if (place >= wanted) {
      return new RepairPlan(0, ordered.get(place).stored());
    }
    int missing = wanted - copies.size() - coming;
    boolean first = ordered.stream().limit(place).noneMatch(Copy::repairs);
    return first && missing > 0 ? new RepairPlan(missing, false) : NOTHING;
  }
}
