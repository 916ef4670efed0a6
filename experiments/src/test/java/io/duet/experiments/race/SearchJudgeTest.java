package io.duet.experiments.race;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.experiments.result.SearchOutcome;
import io.duet.experiments.workload.Action;
import io.duet.experiments.workload.Lifetimes;
import io.duet.experiments.workload.Workload;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.overlay.ProviderRecord;
import io.duet.overlay.SearchResult;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Item 0 is at nodes 1 and 2, item 1 at node 1 alone; node 1 crashes at 100. */
class SearchJudgeTest {
  private static final Key KEY = Key.ofName("item");

  private static final List<Action> CRASH = List.of(new Action.Crash(100, 1));

  private final List<Peer> addresses =
      IntStream.range(0, 4).mapToObj(i -> Peer.at(PeerAddress.ofIpv4(i, 1))).toList();
  private final SearchJudge judge =
      new SearchJudge(
          new Workload(
              CRASH,
              List.of(),
              List.of(new int[] {1, 2}, new int[] {1}),
              Lifetimes.of(4, 4, CRASH),
              0,
              0,
              100),
          addresses,
          null);

  private SearchOutcome judge(long at, int item, SearchResult answer) {
    return judge.judge(new Action.Search(at, 3, item, 0), answer);
  }

  private SearchResult naming(int... nodes) {
    Stream<Peer> named = IntStream.of(nodes).mapToObj(addresses::get);
    return SearchResult.of(named.map(peer -> new ProviderRecord(KEY, peer, 9)).toList(), 1, 0);
  }

  @Test
  void found_isWhenALiveProviderIsNamed() {
    assertThat(judge(99, 0, naming(1))).isEqualTo(SearchOutcome.FOUND);
    assertThat(judge(100, 0, naming(1, 2))).isEqualTo(SearchOutcome.FOUND);
  }

  @Test
  void stale_isWhenOnlyDeadOrWrongNodesAreNamed() {
    assertThat(judge(100, 0, naming(1))).isEqualTo(SearchOutcome.STALE);
    assertThat(judge(50, 1, naming(2))).isEqualTo(SearchOutcome.STALE);
  }

  @Test
  void gone_isWhatNoLiveNodeHas_whateverTheAnswer() {
    assertThat(judge(100, 1, naming(1))).isEqualTo(SearchOutcome.GONE);
    assertThat(judge(100, 1, SearchResult.failed(3))).isEqualTo(SearchOutcome.GONE);
    assertThat(judge(99, 1, SearchResult.failed(3))).isEqualTo(SearchOutcome.FAILED);
  }

  /** Only node 1 offers item 1, dead or alive, and an unknown peer offers nothing. */
  @Test
  void inventions_areAnswersThatNameWhoNeverOffered() {
    judge(100, 1, naming(1));
    judge(100, 0, naming(2, 1));
    assertThat(judge.inventions()).isZero();
    judge(50, 1, naming(1, 2));
    judge(50, 0, naming(3));
    assertThat(judge.inventions()).isEqualTo(2);
  }

  @Test
  void notFound_isWhatTheOverlayDenies() {
    assertThat(judge(50, 0, naming())).isEqualTo(SearchOutcome.NOT_FOUND);
  }
}
