package io.duet.chord;

import io.duet.chord.id.RingPeer;
import io.duet.chord.message.ChordMessage;
import io.duet.node.Host;
import io.duet.node.Message;
import io.duet.node.Node;
import io.duet.node.NodeEvent;
import io.duet.node.PeerAddress;
import io.duet.node.Timer;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Stands between a node and its host, and shows the successor lists that pass. */
final class WatchedMember implements Node, Host {

  /** Who watches. */
  interface Watch {
    /** A list has been sent. */
    void sent(PeerAddress from, PeerAddress to, List<RingPeer> list);

    /** A list is arriving. */
    void arrives(PeerAddress from, PeerAddress to);
  }

  private final Host host;
  private final Watch watch;
  private final ChordNode node;

  WatchedMember(Host host, Watch watch, Function<Host, ChordNode> node) {
    this.host = host;
    this.watch = watch;
    this.node = node.apply(this);
  }

  ChordNode node() {
    return node;
  }

  @Override
  public void start() {
    node.start();
  }

  @Override
  public void onMessage(PeerAddress from, Message message) {
    if (message instanceof ChordMessage.Neighbors) {
      watch.arrives(from, self());
    }
    node.onMessage(from, message);
  }

  @Override
  public void onTimer(Timer timer) {
    node.onTimer(timer);
  }

  @Override
  public void onUnreachable(PeerAddress peer) {
    node.onUnreachable(peer);
  }

  @Override
  public void stop() {
    node.stop();
  }

  @Override
  public PeerAddress self() {
    return host.self();
  }

  @Override
  public long nowNanos() {
    return host.nowNanos();
  }

  @Override
  public RandomGenerator random() {
    return host.random();
  }

  @Override
  public void send(PeerAddress to, Message message) {
    if (message instanceof ChordMessage.Neighbors list) {
      watch.sent(self(), to, list.successors());
    }
    host.send(to, message);
  }

  @Override
  public void setTimer(Timer timer, long delayNanos) {
    host.setTimer(timer, delayNanos);
  }

  @Override
  public void emit(NodeEvent event) {
    host.emit(event);
  }
}
