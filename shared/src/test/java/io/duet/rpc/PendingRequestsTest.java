package io.duet.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.wire.TestMessages.Ask;
import io.duet.wire.TestMessages.Many;
import io.duet.wire.TestMessages.Told;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PendingRequestsTest {
  private static final Peer A = Peer.at(PeerAddress.ofIpv4(1, 1));
  private static final Peer B = Peer.at(PeerAddress.ofIpv4(2, 1));

  private final RecordingHost host = new RecordingHost();
  private final PeerRequests pending = new PeerRequests(host);
  private final List<String> ends = new ArrayList<>();

  private int ask(String name, Peer to, long timeoutNanos) {
    ReplyHandler<Told> noted =
        ReplyHandler.of(
            reply -> ends.add(name + "=" + reply.payload()), () -> ends.add(name + " failed"));
    pending.send(to, id -> new Ask(id, 0), RetryPolicy.fixed(timeoutNanos), noted);
    return host.lastId();
  }

  @Test
  void onReply_goesToTheRequestWithThatNumber() {
    int first = ask("first", A, 10);
    int second = ask("second", A, 10);
    assertThat(pending.onReply(A, new Told(second, 22))).isTrue();
    assertThat(pending.onReply(A, new Told(first, 11))).isTrue();
    assertThat(ends).containsExactly("second=22", "first=11");
    assertThat(pending.size()).isZero();
  }

  @Test
  void onReply_isRefusedFromAnotherPeer() {
    int id = ask("x", A, 10);
    assertThat(pending.onReply(B, new Told(id, 1))).isFalse();
    assertThat(pending.onReply(A, new Told(id, 2))).isTrue();
    assertThat(ends).containsExactly("x=2");
  }

  @Test
  void onReply_isRefusedWithAnotherType() {
    int id = ask("x", A, 10);
    assertThat(pending.onReply(A, new Many(id, List.of(), List.of()))).isFalse();
    assertThat(pending.size()).isOne();
  }

  @Test
  void onReply_isRefusedTheSecondTime_andWhenNothingWasAsked() {
    assertThat(pending.onReply(A, new Told(0, 1))).isFalse();
    int id = ask("x", A, 10);
    assertThat(pending.onReply(A, new Told(id + 1, 1))).isFalse();
    assertThat(pending.onReply(A, new Told(id, 1))).isTrue();
    assertThat(pending.onReply(A, new Told(id, 1))).isFalse();
    assertThat(ends).containsExactly("x=1");
  }

  @Test
  void onTimer_failsWhatIsLate_andALateReplyIsAcceptedOnce() {
    int id = ask("x", A, 10);
    host.advance(9, pending::onTimer);
    assertThat(ends).isEmpty();
    host.advance(1, pending::onTimer);
    assertThat(ends).containsExactly("x failed");
    assertThat(host.events).containsExactly(new RequestTimedOut(A));
    assertThat(pending.size()).isZero();
    assertThat(pending.onReply(B, new Told(id, 1))).isFalse();
    assertThat(pending.onReply(A, new Told(id, 1))).isTrue();
    assertThat(ends).containsExactly("x failed");
    assertThat(pending.onReply(A, new Told(id, 1))).isFalse();
  }

  @Test
  void onReply_isRefusedFarTooLate_onceTheTableWasSwept() {
    int id = ask("x", A, 10);
    host.advance(10, pending::onTimer);
    ask("y", A, PendingRequests.LATE_NANOS_MAX);
    host.advance(PendingRequests.LATE_NANOS_MAX, pending::onTimer);
    assertThat(pending.onReply(A, new Told(id, 1))).isFalse();
  }

  @Test
  void onTimer_keepsABoundedNumberForTheirLateReplies() {
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      ids.add(ask("x", A, 10));
    }
    host.advance(10, pending::onTimer);
    assertThat(ids.stream().filter(id -> pending.onReply(A, new Told(id, 1)))).hasSize(64);
  }

  @Test
  void onTimer_keepsTheLastOneOfALargeTable_forItsLateReply() {
    for (int i = 0; i < 100; i++) {
      pending.onReply(A, new Told(ask("x", A, 10), 0));
      ask("y", B, 10);
    }
    int last = ask("last", A, 20);
    pending.onUnreachable(B);
    host.advance(20, pending::onTimer);
    assertThat(pending.onReply(A, new Told(last, 1))).isTrue();
    assertThat(ends).endsWith("last failed");
  }

  @Test
  void onTimer_failsEachAtItsOwnDeadline() {
    ask("late", A, 30);
    ask("early", B, 10);
    ask("middle", A, 20);
    host.advance(10, pending::onTimer);
    assertThat(ends).containsExactly("early failed");
    host.advance(10, pending::onTimer);
    host.advance(10, pending::onTimer);
    assertThat(ends).containsExactly("early failed", "middle failed", "late failed");
    assertThat(host.alarms).isEmpty();
  }

  @Test
  void onUnreachable_failsRequestsToThatPeerAlone() {
    ask("a1", A, 10);
    int b = ask("b", B, 10);
    ask("a2", A, 10);
    pending.onUnreachable(A);
    assertThat(ends).containsExactly("a1 failed", "a2 failed");
    assertThat(pending.onReply(B, new Told(b, 3))).isTrue();
  }

  @Test
  void send_mayBeCalledFromAFailure() {
    ReplyHandler<Told> retrying = ReplyHandler.of(reply -> {}, () -> ask("again", B, 10));
    pending.send(A, id -> new Ask(id, 0), RetryPolicy.fixed(10), retrying);
    pending.onUnreachable(A);
    assertThat(pending.size()).isOne();
    host.advance(10, pending::onTimer);
    assertThat(ends).containsExactly("again failed");
  }

  @Test
  void send_failsAtOnceWhenTooManyAreUnderWay() {
    for (int i = 0; i < PendingRequests.PENDING_MAX; i++) {
      ask("x", A, 10);
    }
    ask("one more", A, 10);
    assertThat(host.sent).hasSize(PendingRequests.PENDING_MAX).doesNotHaveDuplicates();
    assertThat(ends).containsExactly("one more failed");
  }

  /** The model is a map in which each request is looked up by number and by deadline. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void requests_endAsInAMap(long seed) {
    record Request(Peer peer, long deadline) {}
    SplittableRandom random = new SplittableRandom(seed);
    Map<Integer, Request> model = new LinkedHashMap<>();
    int replies = 0;
    int failures = 0;
    Map<Integer, Peer> late = new LinkedHashMap<>();
    int tooLate = 0;
    for (int step = 0; step < 20_000; step++) {
      Peer peer = Peer.at(PeerAddress.ofIpv4(random.nextInt(5), 1));
      int event = random.nextInt(100);
      if (event < 50) {
        long timeout = random.nextLong(300);
        int id = ask("r", peer, timeout);
        assertThat(model.put(id, new Request(peer, host.nowNanos() + timeout))).isNull();
      } else if (event < 80 && !host.sent.isEmpty()) {
        int id = host.sent.get(random.nextInt(host.sent.size())).requestId();
        boolean known = model.containsKey(id) && model.get(id).peer.equals(peer);
        boolean taken = pending.onReply(peer, new Told(id, 0));
        replies += known ? 1 : 0;
        if (known) {
          assertThat(taken).isTrue();
          model.remove(id);
        } else if (taken) { // none of those that never waited, or had their reply
          assertThat(late.remove(id)).isEqualTo(peer);
          tooLate++;
        }
      } else if (event < 99) {
        host.advance(random.nextLong(20), pending::onTimer);
        int before = model.size();
        model.forEach(
            (id, request) -> {
              if (request.deadline <= host.nowNanos()) {
                late.put(id, request.peer);
              }
            });
        model.keySet().removeAll(late.keySet());
        failures += before - model.size();
      } else {
        pending.onUnreachable(peer);
        int before = model.size();
        model.values().removeIf(request -> request.peer.equals(peer));
        failures += before - model.size();
      }
      assertThat(pending.size()).isEqualTo(model.size());
    }
    assertThat(ends.stream().filter("r=0"::equals)).hasSize(replies);
    assertThat(ends.stream().filter("r failed"::equals)).hasSize(failures);
    assertThat(tooLate).isPositive();
    assertThat(host.alarms.size()).isLessThan(1_000);
  }
}
