package io.duet.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.wire.TestMessages.Ask;
import io.duet.wire.TestMessages.Told;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerRequestsTest {
  private static final Peer A = Peer.at(PeerAddress.ofIpv4(1, 1));
  private static final Peer B = Peer.at(PeerAddress.ofIpv4(2, 1));
  private static final long MS = 1_000_000;
  private static final RetryPolicy DEATH = RetryPolicy.beforeDeath(1_000 * MS);

  private final RecordingHost host = new RecordingHost();
  private final PeerRequests requests = new PeerRequests(host);
  private final List<String> ends = new ArrayList<>();
  private boolean wanted = true;

  private int ask(Peer peer, RetryPolicy policy) {
    ReplyHandler<Told> handler =
        ReplyHandler.of(
            told -> ends.add("told " + told.payload()), () -> ends.add("failed"), () -> wanted);
    requests.send(peer, id -> new Ask(id, 0), policy, handler);
    return host.lastId();
  }

  private void pass(long ms) {
    host.advance(ms * MS, requests::onTimer);
  }

  private boolean tell(Peer peer, int id) {
    return requests.onReply(peer, new Told(id, id));
  }

  /** Sends {@code times} requests to a peer, which answers each after {@code ms} milliseconds. */
  private void answerAfter(Peer peer, long ms, int times) {
    for (int i = 0; i < times; i++) {
      int id = ask(peer, RetryPolicy.once(60_000 * MS));
      pass(ms);
      tell(peer, id);
    }
    ends.clear();
    host.events.clear();
  }

  @Test
  void peerThatLosesTheFirstMessage_isNotDeclaredDead() {
    ask(A, DEATH);
    pass(1_000);
    assertThat(host.sent).hasSize(2);
    int second = host.lastId();
    pass(999);
    assertThat(tell(A, second)).isTrue();
    pass(5_000);
    assertThat(ends).containsExactly("told " + second);
  }

  @Test
  void peerThatIsSilentTwice_is() {
    ask(A, DEATH);
    pass(1_999);
    assertThat(ends).isEmpty();
    pass(1);
    assertThat(ends).containsExactly("failed");
    pass(10_000);
    assertThat(host.sent).hasSize(2);
    assertThat(host.events).containsExactly(new RequestTimedOut(A), new RequestTimedOut(A));
  }

  @Test
  void lateReply_countsWhileTheNextAttemptIsUnderWay_andTheNextOnesReplyDoesNotCountAgain() {
    int first = ask(A, DEATH);
    pass(1_500);
    assertThat(tell(A, first)).isTrue();
    assertThat(ends).containsExactly("told " + first);
    assertThat(tell(A, host.lastId())).isTrue();
    pass(10_000);
    assertThat(ends).containsExactly("told " + first);
    assertThat(host.sent).hasSize(2);
  }

  @Test
  void lateReply_endsTheRequest_evenIfTheNextAttemptIsLost() {
    int first = ask(A, DEATH);
    pass(1_500);
    tell(A, first);
    pass(10_000);
    assertThat(ends).containsExactly("told " + first);
    assertThat(host.sent).hasSize(2);
  }

  /** The mean of one measurement is it, and four deviations are twice as much. */
  @Test
  void lateReply_isMeasured_afterTheRequestHasFailed() {
    int id = ask(A, RetryPolicy.once(1_000 * MS));
    pass(3_000);
    assertThat(ends).containsExactly("failed");
    assertThat(tell(A, id)).isTrue();
    assertThat(ends).containsExactly("failed");
    assertThat(requests.roundTripMs(A)).isEqualTo(3_000);
    ask(A, RetryPolicy.once(1_000 * MS));
    pass(8_999);
    assertThat(ends).hasSize(1);
    pass(1);
    assertThat(ends).hasSize(2);
  }

  @Test
  void replyThatIsFarTooLate_isRefused() {
    int id = ask(A, RetryPolicy.once(1_000 * MS));
    pass(1_000 + PendingRequests.LATE_NANOS_MAX / MS);
    ask(B, RetryPolicy.once(1_000 * MS));
    pass(1_000);
    assertThat(tell(A, id)).isFalse();
  }

  @Test
  void estimate_growsWithASlowPeer_andShrinksTheWaitForAFastOne() {
    answerAfter(A, 2_000, 20);
    ask(A, RetryPolicy.once(1_000 * MS));
    pass(2_900);
    assertThat(ends).isEmpty();
    answerAfter(B, 100, 20);
    ask(B, RetryPolicy.once(1_000 * MS));
    pass(260);
    assertThat(ends).containsExactly("failed");
  }

  @Test
  void peerBelievedDead_hasHadItsWholeTime_howeverFastItWasBefore() {
    answerAfter(A, 10, 20);
    ask(A, DEATH);
    pass(1_999);
    assertThat(ends).isEmpty();
  }

  @Test
  void growingPolicy_waitsTwiceAsLongTheSecondTime() {
    ask(A, DEATH.growing(2));
    pass(2_999);
    assertThat(ends).isEmpty();
    assertThat(host.sent).hasSize(2);
    pass(1);
    assertThat(ends).containsExactly("failed");
  }

  @Test
  void attemptsWithinATime_haveTheirShareOfIt() {
    answerAfter(A, 5_000, 3);
    ask(A, RetryPolicy.twice(1_000 * MS).within(2_000 * MS));
    pass(1_000);
    assertThat(host.sent).hasSize(3 + 2);
    pass(999);
    assertThat(ends).isEmpty();
    pass(1);
    assertThat(ends).containsExactly("failed");
  }

  @Test
  void handlerThatWantsNoFurtherAttempt_hasNone() {
    wanted = false;
    ask(A, DEATH);
    pass(1_000);
    assertThat(ends).containsExactly("failed");
    assertThat(host.sent).hasSize(1);
  }

  @Test
  void fixedPolicy_neitherMeasuresNorFollowsMeasurements() {
    answerAfter(A, 10, 20);
    int id = ask(A, RetryPolicy.fixed(3_000 * MS));
    pass(2_500);
    tell(A, id);
    assertThat(requests.roundTripMs(A)).isEqualTo(10);
    assertThat(ends).containsExactly("told " + id);
  }

  @Test
  void unreachablePeer_isAskedAgainAtOnce_andFailsThen() {
    ask(A, DEATH);
    requests.onUnreachable(A);
    assertThat(host.sent).hasSize(2);
    requests.onUnreachable(A);
    assertThat(ends).containsExactly("failed");
    assertThat(requests.size()).isZero();
  }
}
