package io.duet.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Host;
import io.duet.node.Message;
import io.duet.node.NodeEvent;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.node.Timer;
import io.duet.wire.TestMessages.Ask;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Records what is sent, and rings the timers when its time is moved on. */
final class RecordingHost implements Host {
  final List<Ask> sent = new ArrayList<>();
  final List<NodeEvent> events = new ArrayList<>();
  final PriorityQueue<Long> alarms = new PriorityQueue<>();
  private final RandomGenerator random = new SplittableRandom(5);
  private long now = 1_000;

  void advance(long nanos, Runnable onTimer) {
    long then = now + nanos;
    while (!alarms.isEmpty() && alarms.peek() <= then) {
      now = alarms.remove();
      onTimer.run();
    }
    now = then;
  }

  /** The number of the request sent last. */
  int lastId() {
    return sent.get(sent.size() - 1).requestId();
  }

  @Override
  public Peer self() {
    return Peer.at(PeerAddress.ofIpv4(9, 9));
  }

  @Override
  public long nowNanos() {
    return now;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public void send(Peer to, Message message) {
    sent.add((Ask) message);
  }

  @Override
  public void setTimer(Timer timer, long delayNanos) {
    assertThat(timer).isEqualTo(PendingRequests.Expiry.DUE);
    alarms.add(now + delayNanos);
  }

  @Override
  public void emit(NodeEvent event) {
    events.add(event);
  }
}
