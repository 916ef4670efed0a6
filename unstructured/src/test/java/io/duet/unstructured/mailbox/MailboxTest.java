package io.duet.unstructured.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.PeerAddress;
import io.duet.node.Purpose;
import io.duet.overlay.Answer;
import io.duet.overlay.ProviderRecord;
import io.duet.overlay.RequestFate;
import io.duet.unstructured.Liar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Worlds of a few equals, worked out by hand; the period and a timeout are one second each. */
class MailboxTest {
  private static final Key KEY = Key.ofName("a file");

  private static List<PeerAddress> providers(Answer answer) {
    return answer.providers().stream().map(ProviderRecord::provider).toList();
  }

  // --- presence

  @Test
  void joining_letsEverybodyListEverybody() {
    MailboxWorld world = MailboxWorld.joined(6);
    for (int i = 0; i < 6; i++) {
      List<PeerAddress> others = new ArrayList<>(world.simulation.addresses());
      others.remove(i);
      MailboxPeer node = world.nodes.get(i);
      assertThat(node.isJoined()).isTrue();
      assertThat(node.roster().active()).containsExactlyInAnyOrderElementsOf(others);
    }
  }

  /** Whoever waits for its contact is no contact yet; else islands of two would stay apart. */
  @ParameterizedTest
  @ValueSource(longs = {1, 3, 5})
  void joiningWhileMessagesAreLost_leadsToOneNetwork(long seed) {
    MailboxWorld world = new MailboxWorld(64, seed, Map.of());
    world.simulation.faults().loss(0.03);
    for (MailboxPeer node : world.nodes) {
      node.start();
      world.pass(0.1);
    }
    world.pass(10);
    for (MailboxPeer node : world.nodes) {
      assertThat(node.isJoined()).isTrue();
      assertThat(node.roster().activeCount()).isGreaterThanOrEqualTo(60); // one may seem gone
    }
  }

  /** All contacts come back at the same time, so none of them has a list to give. */
  @Test
  void peersThatAllComeBackAtOnce_findEachOther() {
    MailboxWorld world = MailboxWorld.joined(5);
    for (int i = 0; i < 5; i++) {
      world.simulation.crash(i);
    }
    for (int i = 0; i < 5; i++) {
      world.comeBack(i);
    }
    world.pass(25);
    for (MailboxPeer node : world.nodes) {
      assertThat(node.isJoined()).isTrue();
      assertThat(node.roster().active()).hasSize(4);
    }
  }

  /** Four are greeted in a period, so all four others; then two greetings are not answered. */
  @Test
  void crashedPeer_isInactiveForAllWithinAPeriodAndTwoTimeouts() {
    MailboxWorld world = MailboxWorld.joined(5);
    world.simulation.crash(2);
    world.pass(3.1);
    for (int i : new int[] {0, 1, 3, 4}) {
      assertThat(world.nodes.get(i).roster().inactive()).containsExactly(world.address(2));
      assertThat(world.nodes.get(i).roster().active()).hasSize(3);
    }
    world.comeBack(2);
    world.pass(0.3);
    for (int i : new int[] {0, 1, 3, 4}) {
      assertThat(world.nodes.get(i).roster().inactive()).isEmpty();
    }
  }

  @Test
  void leavingPeer_isInactiveAtOnce() {
    MailboxWorld world = MailboxWorld.joined(3);
    world.simulation.leave(1);
    world.pass(0.04);
    assertThat(world.nodes.get(0).roster().inactive()).containsExactly(world.address(1));
    assertThat(world.nodes.get(2).roster().inactive()).containsExactly(world.address(1));
  }

  /** Node 0 names somebody who does not exist, in its list and in every welcome. */
  @Test
  void peersNamedByOthers_areListedOnlyWhenTheyAnswerThemselves() {
    MailboxWorld world = new MailboxWorld(2, 1, Map.of());
    PeerAddress nobody = PeerAddress.ofIpv4(10 << 24 | 77, 4_000);
    world.simulation.place(
        0, new Liar(world.simulation.host(0), message -> welcome(message, nobody)));
    world.nodes.get(1).start();
    world.pass(5);
    assertThat(world.nodes.get(1).roster().active()).containsExactly(world.address(0));
    assertThat(world.nodes.get(1).roster().inactive()).isEmpty();
  }

  /** Says of somebody else that it is here. */
  private static @Nullable Message welcome(Message message, PeerAddress named) {
    if (message instanceof MailboxMessage.ListPeers question) {
      return new MailboxMessage.PeerList(question.requestId(), true, List.of(named));
    }
    return message instanceof MailboxMessage.Hello hello
        ? new MailboxMessage.Welcome(hello.requestId(), List.of(named))
        : null;
  }

  // --- search

  /** The first wave takes eight, so all four others are asked at once: four there, four back. */
  @Test
  void search_asksTheOthersThemselves() {
    MailboxWorld world = MailboxWorld.joined(5);
    world.nodes.get(3).publish(KEY);
    Answer answer = world.search(0, KEY);
    assertThat(providers(answer)).containsExactly(world.address(3));
    assertThat(answer.hops()).isEqualTo(1);
    assertThat(world.searchMessages()).isEqualTo(8);
  }

  /** Waves of 8 and 16: of 25 peers the 24 others are asked in two. */
  @Test
  void searchForNothing_asksEverybodyOnce() {
    MailboxWorld world = MailboxWorld.assembled(25, 1, Map.of());
    Answer answer = world.search(0, KEY);
    assertThat(answer.status()).isEqualTo(Answer.Status.NOT_FOUND);
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
    assertThat(world.search(0, KEY).status()).isEqualTo(Answer.Status.NOT_FOUND);
  }

  @Test
  void search_whenNobodyAnswers_fails() {
    MailboxWorld world = MailboxWorld.joined(3);
    world.simulation.crash(1);
    world.simulation.crash(2);
    List<Answer> answers = new ArrayList<>();
    world.nodes.get(0).search(KEY, answers::add);
    world.pass(2.1); // each is asked twice
    assertThat(answers).extracting(Answer::status).containsExactly(Answer.Status.FAILED);
  }

  @Test
  void ownContent_isFoundWithoutAMessage() {
    MailboxWorld world = MailboxWorld.joined(3);
    world.nodes.get(0).publish(KEY);
    Answer answer = world.search(0, KEY);
    assertThat(providers(answer)).containsExactly(world.address(0));
    assertThat(answer.hops()).isZero();
  }

  /** Everybody lists 8 of 300; those who are asked name others, until the one provider is found. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void search_goesOnBeyondTheList(long seed) {
    MailboxWorld world = MailboxWorld.assembled(300, seed, Map.of("listed", "8"));
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
    Answer all = world.search(0, KEY, 16);
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
    Answer answer = world.search(0, KEY, 16);
    assertThat(answer.providers()).hasSize(8);
    assertThat(answer.complete()).isFalse();
  }

  /** Everybody lists 8 others, all of whom offer it: they must name more. */
  @Test
  void moreThanAreListed_areFoundThroughThoseThatOfferIt() {
    MailboxWorld world = MailboxWorld.assembled(300, 1, Map.of("listed", "8"));
    world.nodes.forEach(node -> node.publish(KEY));
    assertThat(world.search(0, KEY, 16).providers()).hasSize(16);
  }

  // --- requests

  @Test
  void request_toAnActivePeer_isDeliveredAtOnce() {
    MailboxWorld world = MailboxWorld.joined(4);
    assertThat(world.request(0, 2, "hello")).isEqualTo(RequestFate.DELIVERED);
    assertThat(world.request(2, 2, "to myself")).isEqualTo(RequestFate.DELIVERED);
    assertThat(world.inbox(2)).containsExactly("hello", "to myself");
    assertThat(world.waitingAt(0)).isZero();
  }

  /** Three copies beside the sender's own: all of the four others but the one that is away. */
  @Test
  void request_toAPeerThatIsAway_reachesItOnceOnItsReturn_thoughTheSenderIsDead() {
    MailboxWorld world = MailboxWorld.joined(5);
    world.simulation.crash(2);
    assertThat(world.request(0, 2, "call me")).isEqualTo(RequestFate.WAITING);
    assertThat(List.of(world.waitingAt(1), world.waitingAt(3), world.waitingAt(4)))
        .containsExactly(1, 1, 1);
    world.simulation.crash(0);
    world.pass(20);
    world.comeBack(2);
    world.pass(5);
    assertThat(world.inbox(2)).containsExactly("call me");
    assertThat(world.nodes.get(2).post().inbox().repeated()).isEqualTo(2);
    assertThat(world.waitingAt(1) + world.waitingAt(3) + world.waitingAt(4)).isZero();
  }

  /** With two nodes there is nobody to keep a copy until a third one comes. */
  @Test
  void copies_arePlacedLaterWhenNobodyIsThereAtFirst() {
    MailboxWorld world = new MailboxWorld(3, 1, Map.of());
    world.nodes.get(0).start();
    world.nodes.get(1).start();
    world.pass(3);
    world.simulation.crash(1);
    assertThat(world.request(0, 1, "later")).isEqualTo(RequestFate.WAITING_HERE_ALONE);
    world.nodes.get(2).start();
    world.pass(6);
    assertThat(world.waitingAt(2)).isEqualTo(1);
    world.simulation.crash(0);
    world.comeBack(1);
    world.pass(8);
    assertThat(world.inbox(1)).containsExactly("later");
  }

  @Test
  void requests_expire() {
    MailboxWorld world = MailboxWorld.assembled(4, 1, Map.of("lifetime", "10s"));
    world.simulation.crash(1);
    assertThat(world.request(0, 1, "soon")).isEqualTo(RequestFate.WAITING);
    world.pass(11);
    for (int i : new int[] {0, 2, 3}) {
      assertThat(world.waitingAt(i)).isZero();
    }
    world.comeBack(1);
    world.pass(5);
    assertThat(world.inbox(1)).isEmpty();
  }

  @Test
  void textsOutOfBounds_areRefused() {
    MailboxWorld world = MailboxWorld.joined(3);
    for (String text : List.of("", "x".repeat(1_025), "two\nlines")) {
      assertThat(world.request(0, 1, text)).isEqualTo(RequestFate.REFUSED);
    }
    assertThat(world.request(0, 1, "x".repeat(1_024))).isEqualTo(RequestFate.DELIVERED);
  }

  @Test
  void requestsOfOneSender_areBounded_andThoseOfAnotherStillKept() {
    MailboxWorld world = MailboxWorld.joined(4);
    world.simulation.crash(3);
    world.pass(4);
    List<RequestFate> fates = new ArrayList<>();
    for (int i = 0; i < MailStore.PER_SENDER_MAX + 1; i++) {
      world.nodes.get(0).request(world.address(3), "number " + i, fates::add);
    }
    assertThat(fates).containsExactly(RequestFate.REFUSED);
    world.pass(4);
    assertThat(world.waitingAt(0)).isEqualTo(MailStore.PER_SENDER_MAX);
    assertThat(world.request(1, 3, "mine")).isEqualTo(RequestFate.WAITING);
    world.comeBack(3);
    world.pass(5);
    assertThat(world.inbox(3)).hasSize(MailStore.PER_SENDER_MAX + 1).contains("mine");
  }

  /** Whoever is asked to keep what another wrote, or gets what is for another, does not. */
  @Test
  void requestsInOthersNames_areRefused() {
    MailboxWorld world = MailboxWorld.joined(4);
    Mail mail = new Mail(new Mail.Id(world.address(2), 7), world.address(3), "forged", 60);
    world.nodes.get(0).onMessage(world.address(1), new MailboxMessage.Keep(1, mail));
    world.nodes.get(0).onMessage(world.address(1), new MailboxMessage.Deliver(2, mail));
    assertThat(world.refusals).containsExactly("copy of another's request", "request to another");
    assertThat(world.waitingAt(0)).isZero();
    assertThat(world.inbox(0)).isEmpty();
  }

  @Test
  void messagesOfNobodyOrInThisNodesOwnName_areRefused() {
    MailboxWorld world = MailboxWorld.joined(2);
    MailboxPeer node = world.nodes.get(0);
    node.onMessage(world.address(0), new MailboxMessage.Farewell());
    node.onMessage(world.address(1), new MailboxMessage.Kept(5, true));
    node.onMessage(world.address(1), () -> Purpose.SEARCH);
    assertThat(world.refusals)
        .containsExactly(
            "claims to be this node", "not a reply that is awaited", "not a message for an equal");
  }

  /**
   * Twelve nodes; three go, ten requests to them are sent by others, then the senders' own crash as
   * far as three keepers allow; one message in ten is lost throughout. Each request must come
   * exactly once.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyRequest_comesExactlyOnce_throughLossAndDeath(long seed) {
    MailboxWorld world = MailboxWorld.assembled(12, seed, Map.of());
    SplittableRandom random = new SplittableRandom(seed);
    world.simulation.faults().loss(0.1);
    List.of(0, 1, 2).forEach(world.simulation::crash);
    List<List<String>> sent = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < 10; i++) {
      int to = random.nextInt(3);
      sent.get(to).add("request " + i);
      world.nodes.get(3 + random.nextInt(9)).request(world.address(to), "request " + i, fate -> {});
    }
    world.pass(60); // lost copies are placed again by now
    int first = 3 + random.nextInt(7);
    List.of(first, first + 1, first + 2).forEach(world.simulation::crash);
    world.pass(5);
    List.of(0, 1, 2).forEach(world::comeBack);
    world.pass(60);
    for (int to = 0; to < 3; to++) {
      assertThat(world.inbox(to)).containsExactlyInAnyOrderElementsOf(sent.get(to));
    }
  }

  /** A stranger brings as many requests as an inbox remembers, and more. */
  @Test
  void aFloodOfRequests_neitherHidesOthersNorLetsThemComeTwice() {
    MailboxWorld world = MailboxWorld.joined(3);
    MailboxPeer node = world.nodes.get(0);
    Mail honest = new Mail(new Mail.Id(world.address(1), 7), world.address(0), "honest", 60);
    node.onMessage(world.address(1), new MailboxMessage.Deliver(1, honest));
    for (int i = 0; i <= 1 << 16; i++) {
      Mail cheap = new Mail(new Mail.Id(world.address(2), i), world.address(0), "cheap", 60);
      node.onMessage(world.address(2), new MailboxMessage.Deliver(i, cheap));
    }
    node.onMessage(world.address(1), new MailboxMessage.Deliver(2, honest));
    assertThat(node.post().inbox().repeated()).isEqualTo(1);
    assertThat(world.inbox(0)).containsOnlyOnce("honest");
    assertThat(world.refusals).contains("too many requests").hasSizeGreaterThan(1 << 15);
  }

  @Test
  void status_listsActiveAndInactivePeers_andWhatWaits() {
    MailboxWorld world = MailboxWorld.joined(3);
    world.simulation.crash(2);
    world.request(0, 2, "hello");
    String told = world.nodes.get(0).status().toString();
    assertThat(world.nodes.get(0).status().health()).isEqualTo("healthy");
    assertThat(told)
        .contains("title=active peers, columns=[peer], rows=[[" + world.address(1) + "]]")
        .contains("title=inactive peers, columns=[peer], rows=[[" + world.address(2) + "]]")
        .contains(
            "rows=[[%s, %s, [%s]]]".formatted(world.address(2), world.address(0), world.address(1)))
        .doesNotContain("hello");
  }
}
