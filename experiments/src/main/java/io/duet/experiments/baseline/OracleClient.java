package io.duet.experiments.baseline;

import io.duet.node.Host;
import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.NodeEvent;
import io.duet.node.Peer;
import io.duet.node.Timer;
import io.duet.overlay.Overlay;
import io.duet.overlay.SearchResult;
import io.duet.overlay.spi.LifecycleEvents;
import io.duet.rpc.PeerRequests;
import io.duet.rpc.PendingRequests;
import io.duet.rpc.Reply;
import io.duet.rpc.ReplyHandler;
import io.duet.rpc.RetryPolicy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A node that sends every search to the directory.
 *
 * <p>Messages out: Beat, Announce, Ask; in: Announced, Told. Timers: {@link Alarm}. Invariant: each
 * content is announced again until the directory acknowledges it.
 */
final class OracleClient implements Overlay {

  /** The timers of a node. */
  enum Alarm implements Timer {
    BEAT
  }

  private final Host host;
  private final Peer directory;
  private final OracleConfig config;
  private final PeerRequests requests;
  private final RetryPolicy policy;
  private final LifecycleEvents milestones;
  private final Set<Key> offered = new LinkedHashSet<>(4);
  private boolean started;

  OracleClient(Host host, Peer directory, OracleConfig config) {
    this.host = host;
    this.directory = directory;
    this.config = config;
    this.requests = new PeerRequests(host);
    this.policy = RetryPolicy.fixed(config.timeoutNanos());
    this.milestones = new LifecycleEvents(host);
  }

  @Override
  public void start() {
    milestones.started();
    host.send(directory, new OracleMessage.Heartbeat());
    begin();
    List.copyOf(offered).forEach(this::announce);
  }

  /** Starts without a message, in an assembled network. */
  void assemble(OracleDirectory known) {
    known.heard(host.self());
    offered.forEach(key -> known.announce(host.self(), key, true));
    begin();
  }

  private void begin() {
    started = true;
    host.setTimer(Alarm.BEAT, host.random().nextLong(config.beatNanos()));
    milestones.joined();
  }

  @Override
  public boolean isJoined() {
    return started;
  }

  @Override
  public void publish(Key key) {
    if (offered.add(key) && started) {
      announce(key);
    }
  }

  @Override
  public void withdraw(Key key) {
    if (offered.remove(key) && started) {
      announce(key);
    }
  }

  /** Announces whether this node has a content; repeated until acknowledged. */
  private void announce(Key key) {
    boolean now = offered.contains(key);
    requests.send(
        directory,
        id -> new OracleMessage.Announce(id, key, now),
        policy,
        ReplyHandler.of(reply -> {}, () -> host.setTimer(new Again(key), config.timeoutNanos())));
  }

  /** Fires when an announcement is to be repeated. */
  private record Again(Key key) implements Timer {}

  @Override
  public void search(Key key, Consumer<SearchResult> whenDone) {
    new Search(key, milestones.searching(whenDone)).ask();
  }

  /** One search, repeated a bounded number of times until the directory replies. */
  private final class Search implements ReplyHandler<OracleMessage.AskReply> {
    private final Key key;
    private final Consumer<SearchResult> whenDone;
    private int asked;

    Search(Key key, Consumer<SearchResult> whenDone) {
      this.key = key;
      this.whenDone = whenDone;
    }

    void ask() {
      asked++;
      requests.send(directory, id -> new OracleMessage.Ask(id, key), policy, this);
    }

    @Override
    public void onReply(OracleMessage.AskReply reply) {
      whenDone.accept(SearchResult.naming(key, reply.providers(), 1));
    }

    @Override
    public void onFailure() {
      if (asked < config.tries()) {
        ask();
      } else {
        whenDone.accept(SearchResult.failed(1));
      }
    }
  }

  @Override
  public void onMessage(Peer from, Message message) {
    if (!(message instanceof Reply reply) || !requests.onReply(from, reply)) {
      host.emit(new NodeEvent.MessageRefused(from, "not a message for a node"));
    }
  }

  @Override
  public void onTimer(Timer timer) {
    if (timer == PendingRequests.Expiry.DUE) {
      requests.onTimer();
    } else if (timer == Alarm.BEAT) {
      host.send(directory, new OracleMessage.Heartbeat());
      host.setTimer(timer, config.beatNanos());
    } else if (timer instanceof Again again) {
      announce(again.key());
    }
  }

  @Override
  public void onUnreachable(Peer peer) {
    requests.onUnreachable(peer);
  }

  @Override
  public void stop() {}
}
