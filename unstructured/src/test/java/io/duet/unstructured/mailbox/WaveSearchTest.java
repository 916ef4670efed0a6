package io.duet.unstructured.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.ProviderRecord;
import io.duet.overlay.SearchResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches among a few peers, worked out by hand; a timeout is one second. */
class WaveSearchTest {
  private static final Key KEY = Key.ofName("a file");

  private static List<Peer> providers(SearchResult answer) {
    return answer.providers().stream().map(ProviderRecord::provider).toList();
  }

  /** The first wave takes eight, so all four others are asked at once: four there, four back. */
  @Test
  void search_asksTheOthersThemselves() {
    MailboxWorld world = MailboxWorld.joined(5);
    world.nodes.get(3).publish(KEY);
    SearchResult answer = world.search(0, KEY);
    assertThat(providers(answer)).containsExactly(world.address(3));
    assertThat(answer.hops()).isEqualTo(1);
    assertThat(world.searchMessages()).isEqualTo(8);
  }

  /** Waves of 8 and 16: of 25 peers the 24 others are asked in two. */
  @Test
  void searchWithoutAProvider_asksEachPeerOnce() {
    MailboxWorld world = MailboxWorld.assembled(25, 1, Map.of());
    SearchResult answer = world.search(0, KEY);
    assertThat(answer.status()).isEqualTo(SearchResult.Status.NOT_FOUND);
    assertThat(answer.hops()).isEqualTo(2);
    assertThat(world.searchMessages()).isEqualTo(48);
  }

  @Test
  void withdrawnContent_andThatOfTheDead_isNotFound() {
    MailboxWorld world = MailboxWorld.joined(5);
    world.nodes.get(1).publish(KEY);
    world.nodes.get(2).publish(KEY);
    world.nodes.get(1).withdraw(KEY);
    world.simulation.crash(2);
    assertThat(world.search(0, KEY).status()).isEqualTo(SearchResult.Status.NOT_FOUND);
  }

  @Test
  void search_withoutAnyReply_fails() {
    MailboxWorld world = MailboxWorld.joined(3);
    world.simulation.crash(1);
    world.simulation.crash(2);
    List<SearchResult> answers = new ArrayList<>();
    world.nodes.get(0).search(KEY, answers::add);
    world.pass(2.1); // each is asked twice
    assertThat(answers)
        .extracting(SearchResult::status)
        .containsExactly(SearchResult.Status.FAILED);
  }

  @Test
  void ownContent_isFoundWithoutAMessage() {
    MailboxWorld world = MailboxWorld.joined(3);
    world.nodes.get(0).publish(KEY);
    SearchResult answer = world.search(0, KEY);
    assertThat(providers(answer)).containsExactly(world.address(0));
    assertThat(answer.hops()).isZero();
  }

  /**
   * A search goes on beyond the origin's peer list. Each of 300 peers lists 8, and the asked peers
   * name others until the one provider is found.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void search_goesOnBeyondTheList(long seed) {
    MailboxWorld world = MailboxWorld.assembled(300, seed, Map.of("peersMax", "8"));
    world.nodes.get(299).publish(KEY);
    assertThat(providers(world.search(0, KEY))).containsExactly(world.address(299));
  }

  @Test
  void search_goesOnUntilAsManyAreFoundAsAreWanted() {
    MailboxWorld world = MailboxWorld.joined(20);
    for (int i : new int[] {2, 5, 11}) {
      world.nodes.get(i).publish(KEY);
    }
    assertThat(world.search(0, KEY, 2).providers()).hasSize(2);
    SearchResult all = world.search(0, KEY, 16);
    assertThat(providers(all))
        .containsExactlyInAnyOrder(world.address(2), world.address(5), world.address(11));
    assertThat(all.complete()).isTrue();
  }

  @Test
  void ownContent_isOneOfThoseThatAreWanted() {
    MailboxWorld world = MailboxWorld.joined(5);
    world.nodes.get(0).publish(KEY);
    world.nodes.get(3).publish(KEY);
    assertThat(providers(world.search(0, KEY, 2)))
        .containsExactly(world.address(0), world.address(3));
    world.nodes.get(3).withdraw(KEY);
    assertThat(providers(world.search(0, KEY, 2))).containsExactly(world.address(0));
  }

  /** Eight answer after 60 ms; those of the next wave would after 120 ms. */
  @Test
  void deadline_leavesAPartialAnswer_thatSaysSo() {
    MailboxWorld world = MailboxWorld.assembled(25, 1, Map.of("deadline", "100ms"));
    world.nodes.forEach(node -> node.publish(KEY));
    world.nodes.get(0).withdraw(KEY);
    SearchResult answer = world.search(0, KEY, 16);
    assertThat(answer.providers()).hasSize(8);
    assertThat(answer.complete()).isFalse();
  }

  /**
   * A search finds more providers than the origin lists. Each peer lists 8 others, all of them
   * providers, which must name more.
   */
  @Test
  void moreThanAreListed_areFoundThroughThoseThatOfferIt() {
    MailboxWorld world = MailboxWorld.assembled(300, 1, Map.of("peersMax", "8"));
    world.nodes.forEach(node -> node.publish(KEY));
    assertThat(world.search(0, KEY, 16).providers()).hasSize(16);
  }
}
