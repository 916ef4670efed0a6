package io.duet.unstructured.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.overlay.DeliveryStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to peers that are here or away; the period and a timeout are one second each. */
class StoreAndForwardTest {
  @Test
  void request_toAnActivePeer_isDeliveredAtOnce() {
    MailboxWorld world = MailboxWorld.joined(4);
    assertThat(world.request(0, 2, "hello")).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(world.request(2, 2, "to myself")).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(world.inbox(2)).containsExactly("hello", "to myself");
    assertThat(world.waitingAt(0)).isZero();
  }

  /**
   * A sender has its own copy and three at keepers: at all of the four others but the inactive one.
   */
  @Test
  void request_toAPeerThatIsAway_reachesItOnceOnItsReturn_thoughTheSenderIsDead() {
    MailboxWorld world = MailboxWorld.joined(5);
    world.simulation.crash(2);
    assertThat(world.request(0, 2, "call me")).isEqualTo(DeliveryStatus.WAITING);
    assertThat(List.of(world.waitingAt(1), world.waitingAt(3), world.waitingAt(4)))
        .containsExactly(1, 1, 1);
    world.simulation.crash(0);
    world.pass(20);
    world.comeBack(2);
    world.pass(5);
    assertThat(world.inbox(2)).containsExactly("call me");
    assertThat(world.nodes.get(2).delivery.inbox.repeated()).isEqualTo(2);
    assertThat(world.waitingAt(1) + world.waitingAt(3) + world.waitingAt(4)).isZero();
  }

  /**
   * A sender places copies later when no keeper exists at first. Of two nodes none can keep a copy
   * until a third one joins.
   */
  @Test
  void copies_arePlacedLater_whenNoPeerIsThereAtFirst() {
    MailboxWorld world = new MailboxWorld(3, 1, Map.of());
    world.nodes.get(0).start();
    world.nodes.get(1).start();
    world.pass(3);
    world.simulation.crash(1);
    assertThat(world.request(0, 1, "later")).isEqualTo(DeliveryStatus.WAITING_HERE_ALONE);
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
    assertThat(world.request(0, 1, "soon")).isEqualTo(DeliveryStatus.WAITING);
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
      assertThat(world.request(0, 1, text)).isEqualTo(DeliveryStatus.REFUSED);
    }
    assertThat(world.request(0, 1, "x".repeat(1_024))).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  void requestsOfOneSender_areBounded_andThoseOfAnotherStillKept() {
    MailboxWorld world = MailboxWorld.joined(4);
    world.simulation.crash(3);
    world.pass(4);
    List<DeliveryStatus> statuses = new ArrayList<>();
    for (int i = 0; i < RequestQueue.PER_SENDER_MAX + 1; i++) {
      world.nodes.get(0).request(world.address(3), "number " + i, statuses::add);
    }
    assertThat(statuses).containsExactly(DeliveryStatus.REFUSED);
    world.pass(4);
    assertThat(world.waitingAt(0)).isEqualTo(RequestQueue.PER_SENDER_MAX);
    assertThat(world.request(1, 3, "mine")).isEqualTo(DeliveryStatus.WAITING);
    world.comeBack(3);
    world.pass(5);
    assertThat(world.inbox(3)).hasSize(RequestQueue.PER_SENDER_MAX + 1).contains("mine");
  }

  /** A peer keeps no copy of another sender's request, and accepts none for another receiver. */
  @Test
  void requestsInOthersNames_areRefused() {
    MailboxWorld world = MailboxWorld.joined(4);
    StoredRequest mail =
        new StoredRequest(
            new StoredRequest.Id(world.address(2), 7), world.address(3), "forged", 60);
    world.nodes.get(0).onMessage(world.address(1), new MailboxMessage.Keep(1, mail));
    world.nodes.get(0).onMessage(world.address(1), new MailboxMessage.Deliver(2, mail));
    assertThat(world.refusals).containsExactly("copy of another's request", "request to another");
    assertThat(world.waitingAt(0)).isZero();
    assertThat(world.inbox(0)).isEmpty();
  }

  /**
   * Each request is delivered exactly once in a network of twelve nodes with loss and crashes.
   * Three nodes leave, and others send them ten requests. Then senders crash, as far as three
   * keepers allow; one message in ten is lost throughout.
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
      world
          .nodes
          .get(3 + random.nextInt(9))
          .request(world.address(to), "request " + i, status -> {});
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

  /**
   * A flood of requests from a stranger neither hides other requests nor causes a second delivery.
   * It is larger than the memory of an inbox.
   */
  @Test
  void aFloodOfRequests_neitherHidesOthersNorLetsThemComeTwice() {
    MailboxWorld world = MailboxWorld.joined(3);
    MailboxNode node = world.nodes.get(0);
    StoredRequest honest =
        new StoredRequest(
            new StoredRequest.Id(world.address(1), 7), world.address(0), "honest", 60);
    node.onMessage(world.address(1), new MailboxMessage.Deliver(1, honest));
    for (int i = 0; i <= 1 << 16; i++) {
      StoredRequest cheap =
          new StoredRequest(
              new StoredRequest.Id(world.address(2), i), world.address(0), "cheap", 60);
      node.onMessage(world.address(2), new MailboxMessage.Deliver(i, cheap));
    }
    node.onMessage(world.address(1), new MailboxMessage.Deliver(2, honest));
    assertThat(node.delivery.inbox.repeated()).isEqualTo(1);
    assertThat(world.inbox(0)).containsOnlyOnce("honest");
    assertThat(world.refusals).contains("too many requests").hasSizeGreaterThan(1 << 15);
  }
}
