package io.duet.unstructured.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.overlay.ContentName;
import io.duet.overlay.ProviderRecord;
import io.duet.overlay.SearchResult;
import io.duet.unstructured.UnstructuredWorld;
import io.duet.unstructured.message.SearchResults;
import io.duet.unstructured.message.SharedContent;
import io.duet.unstructured.message.UnstructuredMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Hit verification on a line 0 - 1 - 2: a hit is no result until the provider itself has confirmed
 * it.
 */
class HitVerificationTest {
  private static final Key KEY = Key.ofName("a file");

  private final UnstructuredWorld world =
      UnstructuredWorld.linked(3, Map.of("verifyHits", "true"), new int[] {0, 1}, new int[] {1, 2});

  private long ask(List<SearchResult> answers) {
    world.node(0).search(KEY, answers::add);
    return world.superPeer(0).router().own().ids().get(0);
  }

  private void hit(long id, int provider) {
    world
        .node(0)
        .onMessage(
            world.address(1),
            new UnstructuredMessage.QueryHit(
                id, 1, SearchResults.of(List.of(world.address(provider)))));
  }

  /**
   * The origin asks a provider before it counts. The query takes two messages each way, and the
   * verification a request and a reply.
   */
  @Test
  void provider_isAskedBeforeItCounts() {
    world.node(2).publish(KEY);
    SearchResult answer = world.search(0, KEY);
    assertThat(answer.providers())
        .extracting(ProviderRecord::provider)
        .containsExactly(world.address(2));
    assertThat(answer.hops()).isEqualTo(2);
    assertThat(world.searchMessages()).isEqualTo(2 + 2 + 2);
  }

  @Test
  void forgedHit_isDenied_andItsTellerRefused_andTheTrueOneIsFound() {
    world.node(2).publish(KEY);
    List<SearchResult> answers = new ArrayList<>();
    hit(ask(answers), 1);
    world.pass(10);
    assertThat(world.refusals).containsExactly("hit that its provider denies");
    assertThat(answers.get(0).providers())
        .extracting(ProviderRecord::provider)
        .containsExactly(world.address(2));
  }

  @Test
  void deadProvider_isNoResult() {
    List<SearchResult> answers = new ArrayList<>();
    hit(ask(answers), 2);
    world.simulation.crash(2);
    world.pass(10);
    assertThat(answers)
        .extracting(SearchResult::status)
        .containsExactly(SearchResult.Status.NOT_FOUND);
  }

  @Test
  void hitThatNamesTheAskerItself_countsOnlyIfItIsTrue() {
    List<SearchResult> answers = new ArrayList<>();
    hit(ask(answers), 0);
    world.pass(10);
    assertThat(answers)
        .extracting(SearchResult::status)
        .containsExactly(SearchResult.Status.NOT_FOUND);
  }

  /**
   * The origin asks a bounded number of providers, however many a liar names. So a liar cannot make
   * it flood others.
   */
  @Test
  void providersThatAreAsked_areBounded() {
    List<SearchResult> answers = new ArrayList<>();
    long id = ask(answers);
    liesOf64(id);
    world.pass(10);
    assertThat(world.searchMessages()).isLessThanOrEqualTo(32 + 4);
    assertThat(answers)
        .extracting(SearchResult::status)
        .containsExactly(SearchResult.Status.NOT_FOUND);
    assertThat(answers.get(0).complete()).isFalse();
  }

  /**
   * A true provider is found although liars name many false providers. One neighbor and a stranger
   * send such hits, of all kinds, before the other neighbor names itself.
   */
  @Test
  void liars_leaveRoomForWhatOthersTell() {
    UnstructuredWorld star =
        UnstructuredWorld.linked(
            3, Map.of("verifyHits", "true"), new int[] {0, 1}, new int[] {0, 2});
    star.node(2).publish(KEY);
    List<SearchResult> answers = new ArrayList<>();
    star.node(0).search(KEY, answers::add);
    long id = star.superPeer(0).router().own().ids().get(0);
    for (Peer liar : List.of(star.address(1), Peer.at(PeerAddress.ofIpv4(77, 77)))) {
      for (Peer nobody : nobodies()) {
        SearchResults lie = SearchResults.of(List.of(nobody));
        star.node(0).onMessage(liar, new UnstructuredMessage.QueryHit(id, 1, lie));
        star.node(0).onMessage(liar, new UnstructuredMessage.CachedHit(id, 1, lie, 1_000));
      }
    }
    star.pass(10);
    assertThat(answers).extracting(SearchResult::status).containsExactly(SearchResult.Status.FOUND);
  }

  /** The same at a node that passes hits on: 1 has the liar and the provider behind it. */
  @Test
  void liar_leavesRoomForHitsThatPass() {
    UnstructuredWorld fork =
        UnstructuredWorld.linked(
            4, Map.of("verifyHits", "true"), new int[] {0, 1}, new int[] {1, 2}, new int[] {1, 3});
    fork.node(3).publish(KEY);
    List<SearchResult> answers = new ArrayList<>();
    fork.node(0).search(KEY, answers::add);
    long id = fork.superPeer(0).router().own().ids().get(0);
    fork.pass(0.07); // the query has come to 1, and goes on
    for (Peer nobody : nobodies()) {
      SearchResults lie = SearchResults.of(List.of(nobody));
      fork.node(1).onMessage(fork.address(2), new UnstructuredMessage.QueryHit(id, 1, lie));
    }
    fork.pass(10);
    assertThat(answers).extracting(SearchResult::status).containsExactly(SearchResult.Status.FOUND);
  }

  /**
   * The origin asks a silent provider once more, because the request or its reply may have been
   * lost.
   */
  @Test
  void providerThatDoesNotAnswer_isAskedOnceMore() {
    world.node(1).publish(KEY);
    List<SearchResult> answers = new ArrayList<>();
    world.node(0).search(KEY, answers::add);
    world.pass(0.07); // the hit has come, and the provider is about to answer
    world.simulation.faults().loss(1);
    world.pass(0.5);
    world.simulation.faults().loss(0);
    world.pass(10);
    assertThat(answers).extracting(SearchResult::status).containsExactly(SearchResult.Status.FOUND);
  }

  @Test
  void hitFromMemory_thatNamesContents_isRefused() {
    List<SearchResult> answers = new ArrayList<>();
    SearchResults names =
        SearchResults.of(world.address(2), SharedContent.of(new ContentName("a name")));
    world
        .node(0)
        .onMessage(
            world.address(1), new UnstructuredMessage.CachedHit(ask(answers), 1, names, 1_000));
    assertThat(world.refusals).containsExactly("hit from memory for words");
  }

  /**
   * A search that has as many providers as wanted is complete, although further providers could not
   * be asked.
   */
  @Test
  void providersBeyondTheBound_areMissedOnlyByWhoWantsMore() {
    world.node(1).publish(KEY);
    List<SearchResult> answers = new ArrayList<>();
    long id = ask(answers);
    hit(id, 1);
    liesOf64(id);
    world.pass(10);
    assertThat(answers).extracting(SearchResult::status).containsExactly(SearchResult.Status.FOUND);
    assertThat(answers.get(0).complete()).isTrue();
  }

  private void liesOf64(long id) {
    for (Peer nobody : nobodies()) {
      SearchResults lie = SearchResults.of(List.of(nobody));
      world.node(0).onMessage(world.address(1), new UnstructuredMessage.QueryHit(id, 1, lie));
    }
  }

  private static List<Peer> nobodies() {
    return IntStream.range(0, 64).mapToObj(i -> Peer.at(PeerAddress.ofIpv4(i, 1))).toList();
  }

  /** A query for two providers ends with one confirmation if no further peer will be asked. */
  @Test
  void confirmationThatIsNotEnough_endsTheQueryWhenItIsTheLast() {
    List<SearchResult> answers = new ArrayList<>();
    world.node(0).search(KEY, 2, answers::add);
    world.pass(7 * 0.35 - 0.01);
    world.node(2).publish(KEY);
    hit(world.superPeer(0).router().own().ids().get(0), 2);
    world.pass(0.1);
    assertThat(answers).hasSize(1);
    assertThat(answers.get(0).providers())
        .extracting(ProviderRecord::provider)
        .containsExactly(world.address(2));
    assertThat(answers.get(0).complete()).isTrue();
  }
}
