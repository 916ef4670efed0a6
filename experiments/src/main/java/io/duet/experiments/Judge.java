package io.duet.experiments;

import io.duet.experiments.workload.Action;
import io.duet.experiments.workload.Workload;
import io.duet.node.PeerAddress;
import io.duet.overlay.Answer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Judges answers against what the experiment knows: who has what, and who is alive when the answer
 * comes. Safe for use by many threads.
 */
final class Judge {
  private final Workload workload;
  private final Map<PeerAddress, Integer> indexOf = new HashMap<>();
  private final AtomicIntegerArray dead;

  Judge(Workload workload, List<PeerAddress> addresses) {
    this.workload = workload;
    this.dead = new AtomicIntegerArray(addresses.size());
    workload.providers().stream()
        .flatMapToInt(Arrays::stream)
        .distinct()
        .forEach(node -> indexOf.put(addresses.get(node), node));
  }

  void died(int node) {
    dead.set(node, 1);
  }

  Outcome judge(Action.Search search, Answer answer) {
    if (answer.providers().stream().anyMatch(r -> isLiveProvider(search.item(), r.provider()))) {
      return Outcome.FOUND;
    }
    if (Arrays.stream(providers(search.item())).allMatch(node -> dead.get(node) == 1)) {
      return Outcome.GONE;
    }
    return switch (answer.status()) {
      case FOUND -> Outcome.STALE;
      case NOT_FOUND -> Outcome.NOT_FOUND;
      case FAILED -> Outcome.FAILED;
    };
  }

  private int[] providers(int item) {
    return workload.providers().get(item);
  }

  private boolean isLiveProvider(int item, PeerAddress address) {
    Integer node = indexOf.get(address);
    return node != null
        && dead.get(node) == 0
        && Arrays.stream(providers(item)).anyMatch(n -> n == node);
  }
}
