package io.duet.unstructured.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.overlay.ContentName;
import io.duet.overlay.KeywordResult;
import io.duet.overlay.KeywordResult.NamedContent;
import io.duet.overlay.Keywords;
import io.duet.overlay.SearchResult;
import io.duet.unstructured.SuperPeerPlugin;
import io.duet.unstructured.UnstructuredWorld;
import io.duet.unstructured.index.LeafIndex;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.SearchRequest;
import io.duet.unstructured.message.SearchResults;
import io.duet.unstructured.message.SharedContent;
import io.duet.unstructured.message.UnstructuredMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Verification of keyword searches on a line 0 - 1 - 2: a content found by its words counts once
 * each provider has confirmed it.
 */
class KeywordVerificationTest {
  private static final Keywords ROSE = Keywords.of("rose");
  private static final Map<String, String> CONFIRM = Map.of("verifyHits", "true", "ttl", "2");

  private final UnstructuredWorld world = line(CONFIRM);
  private final List<KeywordResult> answers = new ArrayList<>();

  private static UnstructuredWorld line(Map<String, String> settings) {
    return UnstructuredWorld.linked(3, settings, new int[] {0, 1}, new int[] {1, 2});
  }

  private static ContentName name(String text) {
    return new ContentName(text);
  }

  private NamedContent content(String name, int... providers) {
    return new NamedContent(name(name), IntStream.of(providers).mapToObj(world::address).toList());
  }

  private void ask() {
    world.node(0).search(ROSE, answers::add);
  }

  private LocalQueries own() {
    return world.superPeer(0).router().own();
  }

  private void hit(NamedContent... contents) {
    hit(world, contents);
  }

  /** Delivers a hit of node 1 for the latest query. */
  private static void hit(UnstructuredWorld world, NamedContent... contents) {
    List<Long> ids = world.superPeer(0).router().own().ids();
    SearchResults told = new SearchResults(List.of(), List.of(contents), true);
    world
        .node(0)
        .onMessage(
            world.address(1), new UnstructuredMessage.QueryHit(ids.get(ids.size() - 1), 1, told));
  }

  /** The only answer, some time later. */
  private KeywordResult answer() {
    world.pass(10);
    assertThat(answers).hasSize(1);
    assertThat(own().size()).isZero();
    assertThat(world.node(0).context().requests().size()).isZero();
    return answers.get(0);
  }

  // --- what is true

  /** The query and its hits take two and three messages; each provider is asked once, for all. */
  @Test
  void names_areFoundWithAllTheirProviders_eachAskedOnce() {
    world.node(1).publish(name("rose one"));
    world.node(1).publish(name("rose two"));
    world.node(2).publish(name("rose two"));
    world.node(2).publish(name("rose three"));
    ask();
    KeywordResult answer = answer();
    assertThat(answer.found())
        .containsExactlyInAnyOrder(
            content("rose one", 1), content("rose two", 1, 2), content("rose three", 2));
    assertThat(answer.complete()).isTrue();
    assertThat(answer.hops()).isEqualTo(1);
    assertThat(world.searchMessages()).isEqualTo(2 + 3 + 2 * 2);
    assertThat(world.refusals).isEmpty();
  }

  @Test
  void search_asksOthersAtOnce_whateverItsOwnIndexHolds() {
    world.superPeer(0).index().attach(world.address(2), 0);
    world.superPeer(0).index().add(world.address(2), List.of(SharedContent.of(name("rose"))));
    ask();
    assertThat(world.searchMessages()).isEqualTo(1 + 1); // the query, and the confirmation request
    assertThat(answer().found()).isEmpty();
    assertThat(world.refusals).isEmpty(); // the claim came from this node's own index
  }

  @Test
  void moreThanAnAnswerHolds_endsTheQuery_andSaysSo() {
    for (int i = 0; i < KeywordResult.NAMES_MAX + 1; i++) {
      world.node(1).publish(name("rose " + i));
    }
    ask();
    world.pass(0.12); // there and back, twice
    assertThat(answers).hasSize(1);
    assertThat(answer().found()).hasSize(KeywordResult.NAMES_MAX);
    assertThat(answer().complete()).isFalse();
  }

  // --- what is not

  @Test
  void contentThatNobodyOffers_isNoResult_andItsTellerIsRefused() {
    world.node(2).publish(name("a rose"));
    ask();
    hit(content("blue rose", 2));
    assertThat(answer().found()).containsExactly(content("a rose", 2));
    assertThat(world.refusals).containsExactly("hit that its provider denies");
  }

  /**
   * A hit that names a content falsely is no result: the name has the words, but the provider
   * offers the content by another name.
   */
  @Test
  void trueContent_byAForgedName_isNoResult() {
    world.node(2).publish(name("a rose"));
    ask();
    hit(content("a rose", 2), content("a rose for free", 2));
    assertThat(answer().found()).containsExactly(content("a rose", 2));
    assertThat(world.refusals).containsExactly("hit that its provider denies");
  }

  @Test
  void forgedProvider_isNotNamed_besideTheTrueOne() {
    world.node(2).publish(name("a rose"));
    ask();
    hit(content("a rose", 0, 1, 2));
    assertThat(answer().found()).containsExactly(content("a rose", 2));
    assertThat(world.refusals).containsExactly("hit that its provider denies");
  }

  @Test
  void entryThatItsLeafOffersNoLonger_isNoResult() {
    LeafIndex index = world.superPeer(1).index();
    index.attach(world.address(2), 0);
    index.add(
        world.address(2),
        List.of(SharedContent.of(name("a rose")), SharedContent.of(name("red rose"))));
    world.node(2).publish(name("red rose"));
    ask();
    assertThat(answer().found()).containsExactly(content("red rose", 2));
    assertThat(world.refusals).containsExactly("hit that its provider denies");
  }

  @Test
  void entryThatOutlivedItsLeaf_isNoResult() {
    UnstructuredWorld network =
        UnstructuredWorld.assembled(new SuperPeerPlugin(), 16, 1, Map.of("clusterSize", "8"));
    network.startAll();
    network.node(1).publish(name("a rose"));
    network.node(2).publish(name("red rose"));
    network.pass(3);
    network.simulation.crash(1);
    assertThat(network.search(9, ROSE).found())
        .extracting(NamedContent::name)
        .containsExactly(name("red rose"));
  }

  // --- providers that fail meanwhile

  @Test
  void providerThatCrashesWhenAsked_leavesTheOthers() {
    world.node(1).publish(name("a rose"));
    world.node(2).publish(name("red rose"));
    ask();
    world.pass(0.13); // the hits are here
    world.simulation.crash(2);
    assertThat(answer().found()).containsExactly(content("a rose", 1));
  }

  /**
   * The confirmation of the last hit ends the query. The hit arrives when no further peer will be
   * asked.
   */
  @Test
  void confirmationAfterTheLastStage_endsTheQuery() {
    world.node(2).publish(name("a rose"));
    ask();
    world.pass(0.6);
    world.simulation.crash(1);
    hit(content("red rose", 1));
    world.pass(0.3);
    assertThat(answers).isEmpty();
    world.pass(1.8); // twice
    assertThat(answers).hasSize(1);
    assertThat(answer().found()).containsExactly(content("a rose", 2));
    assertThat(answer().complete()).isTrue();
  }

  @Test
  void confirmationThatComesLast_counts() {
    world.node(2).publish(name("a rose"));
    world.superPeer(1).links().drop(world.address(2));
    ask();
    world.pass(0.69);
    hit(content("a rose", 2));
    world.pass(0.02);
    assertThat(answers).isEmpty();
    assertThat(answer().found()).containsExactly(content("a rose", 2));
  }

  /**
   * The partners of a cluster are asked after a provider has denied a hit that arrived at the end
   * of the flood. The partners have their full time to answer.
   */
  @Test
  void denial_letsPartnersBeAsked_andTheseHaveTheirTime() {
    UnstructuredWorld partners =
        line(Map.of("verifyHits", "true", "ttl", "2", "clusterSize", "2", "redundancy", "2"));
    partners.node(0).search(ROSE, answers::add);
    partners.pass(0.69);
    hit(partners, content("blue rose", 2));
    partners.pass(0.07); // the flood is over at 0.7, the lie at 0.75
    partners.node(2).publish(name("a rose"));
    hit(partners, content("black rose", 2));
    partners.pass(0.08);
    assertThat(partners.refusals).hasSize(2);
    assertThat(answers).isEmpty();
    partners.pass(0.7);
    assertThat(answers).hasSize(1);
    assertThat(answers.get(0).found()).containsExactly(content("a rose", 2));
    assertThat(answers.get(0).complete()).isTrue();
  }

  @Test
  void deadline_endsConfirmationsToo_andTheAnswerIsPartial() {
    UnstructuredWorld hurried =
        line(Map.of("verifyHits", "true", "ttl", "2", "queryDeadline", "800ms"));
    hurried.node(1).publish(name("a rose"));
    hurried.node(0).search(ROSE, answers::add);
    hurried.pass(0.2);
    hurried.simulation.crash(2);
    hit(hurried, content("red rose", 2));
    hurried.pass(0.59);
    assertThat(answers).isEmpty();
    hurried.pass(0.02);
    assertThat(answers).extracting(KeywordResult::complete).containsExactly(false);
    assertThat(answers.get(0).found()).hasSize(1);
  }

  // --- what is bounded

  /**
   * The origin verifies a bounded number of contents and providers, however many a liar names. The
   * answer is marked as incomplete.
   */
  @Test
  void claimsThatAreAsked_areBounded() {
    ask();
    for (int i = 0; i < 10; i++) {
      hit(lies(i));
      hit(lies(i)); // no provider is asked twice
    }
    assertThat(world.searchMessages())
        .isEqualTo(1 + KeywordResult.NAMES_MAX * KeywordResult.PROVIDERS_MAX);
    assertThat(answer().status()).isEqualTo(SearchResult.Status.NOT_FOUND);
    assertThat(answer().complete()).isFalse();
  }

  private static NamedContent[] lies(int hit) {
    return IntStream.range(hit * KeywordResult.NAMES_MAX, (hit + 1) * KeywordResult.NAMES_MAX)
        .mapToObj(
            i -> new NamedContent(name("rose " + i), List.of(Peer.at(PeerAddress.ofIpv4(i, 1)))))
        .toArray(NamedContent[]::new);
  }

  @Test
  void confirmationOfSomethingElse_isRefused_andConfirmsNothing() {
    List<SharedContent> claimed = List.of(SharedContent.of(name("a rose")));
    PendingQuery query =
        new PendingQuery(
            new SearchRequest(new SearchCriteria.OfWords(ROSE), 1, (hops, found) -> {}), 1);
    HitVerification confirmation =
        new HitVerification(
            world.node(0).context(),
            world.superPeer(0).knowledge(),
            query,
            world.address(1),
            world.address(1),
            1,
            () -> {});
    Peer provider = world.address(2);
    confirmation.onReply(
        provider, claimed, new UnstructuredMessage.HitVerified(1, List.of(true, true)));
    confirmation.onReply(provider, claimed, new UnstructuredMessage.HitVerified(1, List.of()));
    assertThat(query.found()).isZero();
    assertThat(world.refusals)
        .containsExactly("confirms what was not asked", "confirms what was not asked");
  }
}
