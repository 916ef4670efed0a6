package io.duet.chord;

import io.duet.node.Host;
import io.duet.node.Message;
import io.duet.node.NodeEvent;
import io.duet.node.Peer;
import io.duet.node.Timer;
import io.duet.rpc.PendingRequests;
import io.duet.rpc.Request;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A host in which time stands still and every random choice takes the next value in order. It keeps
 * what its node sends, and gives each pending request the smallest free number. So a node's numbers
 * follow from its current requests, not from the number of its earlier ones.
 */
final class StillHost implements Host, RandomGenerator {

  /** A message on its way. */
  record Sent(Peer to, Message message) {}

  private final Peer self;
  private int choice;
  private final Set<Timer> alarms = new LinkedHashSet<>();
  private final Map<Integer, Integer> requests = new TreeMap<>(); // our numbers to the node's
  private final List<Sent> sent = new ArrayList<>();

  /**
   * A host.
   *
   * @param choice what chance chooses first
   */
  StillHost(Peer self, int choice) {
    this.self = self;
    this.choice = choice;
  }

  @Override
  public Peer self() {
    return self;
  }

  @Override
  public long nowNanos() {
    return 0;
  }

  @Override
  public RandomGenerator random() {
    return this;
  }

  @Override
  public int nextInt(int bound) {
    int chosen = choice % bound;
    choice = chosen + 1;
    return chosen;
  }

  @Override
  public long nextLong() {
    return 0;
  }

  @Override
  public void send(Peer to, Message message) {
    if (message instanceof Request<?> request) {
      int number = 1;
      while (requests.containsKey(number)) {
        number++;
      }
      requests.put(number, request.requestId());
      sent.add(new Sent(to, Inside.numbered(message, number)));
    } else {
      sent.add(new Sent(to, message));
    }
  }

  @Override
  public void setTimer(Timer timer, long delayNanos) {
    if (timer != PendingRequests.Expiry.DUE) {
      alarms.add(timer);
    }
  }

  @Override
  public void emit(NodeEvent event) {}

  /** What chance chooses next. */
  int choice() {
    return choice;
  }

  /** Alarms that are set; a set one is not set twice. */
  Set<Timer> alarms() {
    return alarms;
  }

  /** The pending requests: our numbers to the node's own. */
  Map<Integer, Integer> requests() {
    return requests;
  }

  /** What was sent since the last call. */
  List<Sent> takeSent() {
    List<Sent> taken = List.copyOf(sent);
    sent.clear();
    return taken;
  }
}
