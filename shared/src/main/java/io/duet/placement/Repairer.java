package io.duet.placement;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.store.PlacedContent;
import io.duet.store.PlacementTable;
import io.duet.store.StoreException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the wanted number of live copies. A round looks at up to {@value #ROUND} contents, and does
 * what {@link RepairPlan} demands once two rounds in succession have demanded it.
 */
final class Repairer {
  private static final int ROUND = 32;

  private final Peer self;
  private final PlacementTable table;
  private final StoredContents own;
  private final Holders holders;
  private final Offers offers;
  private final Map<Key, RepairPlan> before = new HashMap<>();
  private int next;

  Repairer(Peer self, PlacementTable table, StoredContents own, Holders holders, Offers offers) {
    this.self = self;
    this.table = table;
    this.own = own;
    this.holders = holders;
    this.offers = offers;
  }

  /** Looks at the next contents in turn. */
  void round() throws IOException {
    List<PlacedContent> all = table.all();
    for (int i = 0; i < Math.min(ROUND, all.size()); i++) {
      next = next + 1 < all.size() ? next + 1 : 0;
      own.settle(all.get(next));
      repair(all.get(next));
    }
  }

  private void repair(PlacedContent content) throws IOException {
    if (content.replicas() == PlacedContent.DELIVERED) {
      return;
    }
    Holders.Found found = holders.find(content);
    PlacedContent wanted = updated(content, found.replicas());
    int replicas = wanted.replicas();
    RepairPlan plan =
        RepairPlan.of(content.id(), self, replicas, found.copies(), found.coming().size());
    RepairPlan last = before.put(content.id(), plan);
    if (plan.equals(RepairPlan.NOTHING)) {
      before.remove(content.id());
    } else if (plan.equals(last)) {
      before.remove(content.id());
      act(wanted, plan, found);
    }
  }

  /** The number of copies that the owner wants now, if it answers and wants any. */
  private PlacedContent updated(PlacedContent content, Optional<Integer> replicas)
      throws StoreException {
    int wanted = replicas.orElse(PlacedContent.DELIVERED);
    if (wanted == PlacedContent.DELIVERED || wanted == content.replicas()) {
      return content;
    }
    table.setReplicas(content.id(), wanted).join();
    return table.get(content.id()).orElse(content);
  }

  private void act(PlacedContent content, RepairPlan plan, Holders.Found found) throws IOException {
    if (plan.drop()) {
      own.drop(content);
    } else {
      offers.spread(content, Strategy.SPACE, found, plan.add());
    }
  }
}
