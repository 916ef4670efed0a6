package io.duet.experiments.race;

import io.duet.experiments.result.SearchOutcome;
import io.duet.experiments.workload.Action;
import io.duet.experiments.workload.Workload;
import io.duet.node.PeerAddress;
import io.duet.overlay.SearchResult;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Judges answers by the experiment's own knowledge: the providers of each content, and the nodes
 * that were alive when the search started. So the searches for content that is gone are the same
 * for every overlay. Thread-safe.
 */
final class SearchJudge {
  private final Workload workload;
  private final Map<PeerAddress, Integer> indexOf = new HashMap<>();
  private final AtomicLong inventions = new AtomicLong();

  SearchJudge(Workload workload, List<PeerAddress> addresses) {
    this.workload = workload;
    workload.providers().stream()
        .flatMapToInt(Arrays::stream)
        .distinct()
        .forEach(node -> indexOf.put(addresses.get(node), node));
  }

  /** The number of answers that named a node which never offered the content. */
  long inventions() {
    return inventions.get();
  }

  private boolean isInvented(PeerAddress named, Action.Search search) {
    Integer node = indexOf.get(named);
    return node == null || Arrays.stream(providers(search)).noneMatch(p -> p == node);
  }

  SearchOutcome judge(Action.Search search, SearchResult answer) {
    if (answer.providers().stream().anyMatch(record -> isInvented(record.provider(), search))) {
      inventions.incrementAndGet();
    }
    if (Arrays.stream(providers(search)).noneMatch(node -> isSettled(node, search))) {
      return SearchOutcome.GONE;
    }
    if (answer.providers().stream().anyMatch(record -> helps(record.provider(), search))) {
      return SearchOutcome.FOUND;
    }
    return switch (answer.status()) {
      case FOUND -> SearchOutcome.STALE;
      case NOT_FOUND -> SearchOutcome.NOT_FOUND;
      case FAILED -> SearchOutcome.FAILED;
    };
  }

  private int[] providers(Action.Search search) {
    return workload.providers().get(search.item());
  }

  private boolean isAlive(int node, Action.Search search) {
    return workload.lifetimes().isThere(node, search.atNanos());
  }

  /** Whether a node has been present long enough for its announcements to arrive. */
  private boolean isSettled(int node, Action.Search search) {
    return workload.isSettled(node, search.atNanos());
  }

  private boolean helps(PeerAddress named, Action.Search search) {
    Integer node = indexOf.get(named);
    return node != null
        && isAlive(node, search)
        && Arrays.stream(providers(search)).anyMatch(provider -> provider == node);
  }
}
