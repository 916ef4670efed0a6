package io.duet.experiments.race;

import io.duet.experiments.fetch.Fetches;
import io.duet.experiments.result.SearchOutcome;
import io.duet.experiments.workload.Action;
import io.duet.experiments.workload.Workload;
import io.duet.node.Peer;
import io.duet.overlay.SearchResult;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Judges answers by the experiment's own knowledge: the providers of each content, and the nodes
 * that were alive when the search started. So the searches for content that is gone are the same
 * for every overlay. Thread-safe.
 */
final class SearchJudge {
  private static final int UNKNOWN = -1;

  private final Workload workload;
  private final Map<Peer, Integer> indexOf = new HashMap<>();
  private final @Nullable Fetches fetches;
  private final AtomicLong inventions = new AtomicLong();

  /**
   * A judge who has seen no answer.
   *
   * @param fetches transfers that make further nodes providers; null if there are none
   */
  SearchJudge(Workload workload, List<Peer> addresses, @Nullable Fetches fetches) {
    this.workload = workload;
    this.fetches = fetches;
    IntStream nodes =
        fetches == null
            ? workload.providers().stream().flatMapToInt(Arrays::stream).distinct()
            : IntStream.range(0, addresses.size());
    nodes.forEach(node -> indexOf.put(addresses.get(node), node));
  }

  /** The number of answers that named a node which never offered the content. */
  long inventions() {
    return inventions.get();
  }

  SearchOutcome judge(Action.Search search, SearchResult answer) {
    long at = search.atNanos();
    int[] providers = workload.providers().get(search.item());
    int[] named =
        answer.providers().stream()
            .mapToInt(record -> indexOf.getOrDefault(record.provider(), UNKNOWN))
            .toArray();
    int[] known =
        Arrays.stream(named)
            .filter(node -> contains(providers, node) || hasFetched(node, search.item()))
            .toArray();
    if (known.length < named.length) {
      inventions.incrementAndGet();
    }
    if (Arrays.stream(providers).noneMatch(node -> workload.isSettled(node, at))) {
      return SearchOutcome.GONE;
    }
    if (Arrays.stream(known).anyMatch(node -> workload.lifetimes().isPresent(node, at, at))) {
      return SearchOutcome.FOUND;
    }
    return switch (answer.status()) {
      case FOUND -> SearchOutcome.STALE;
      case NOT_FOUND -> SearchOutcome.NOT_FOUND;
      case FAILED -> SearchOutcome.FAILED;
    };
  }

  private boolean hasFetched(int node, int item) {
    return node != UNKNOWN && fetches != null && fetches.isOffered(node, item);
  }

  private static boolean contains(int[] nodes, int node) {
    return Arrays.stream(nodes).anyMatch(one -> one == node);
  }
}
