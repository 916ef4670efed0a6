package io.duet.experiments.baseline;

import io.duet.node.Host;
import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.node.Timer;
import io.duet.overlay.SearchResult;
import io.duet.overlay.spi.PeerNode;
import io.duet.rpc.ReplyHandler;
import io.duet.rpc.RetryPolicy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A node that sends every search to the directory.
 *
 * <p>Messages out: Heartbeat, Announce, Ask; in: AnnounceReply, AskReply. Timers: {@link Alarm},
 * {@link Again}. Invariant: each content is announced again until the directory acknowledges it.
 */
final class OracleClient extends PeerNode<OracleConfig> {
  enum Alarm implements Timer {
    HEARTBEAT
  }

  /** Fires when an announcement is to be repeated. */
  private record Again(Key key) implements Timer {}

  private final Peer directory;
  private final Set<Key> offered = new LinkedHashSet<>(4);

  OracleClient(Host host, Peer directory, OracleConfig config) {
    super(host, config, config.timeoutNanos());
    this.directory = directory;
  }

  @Override
  public void start() {
    lifecycle().started();
    send(directory, new OracleMessage.Heartbeat());
    begin();
    List.copyOf(offered).forEach(this::announce);
  }

  /** Starts without a message, in an assembled network. */
  void assemble(OracleDirectory known) {
    known.heard(self());
    offered.forEach(key -> known.announce(self(), key, true));
    begin();
  }

  private void begin() {
    host().setTimer(Alarm.HEARTBEAT, host().random().nextLong(config().heartbeatNanos()));
    lifecycle().joined();
  }

  @Override
  public boolean isJoined() {
    return lifecycle().hasJoined();
  }

  @Override
  public void publish(Key key) {
    if (offered.add(key)) {
      announce(key);
    }
  }

  @Override
  public void withdraw(Key key) {
    if (offered.remove(key)) {
      announce(key);
    }
  }

  /** Announces whether a started node has a content; repeated until acknowledged. */
  private void announce(Key key) {
    if (isJoined()) {
      boolean now = offered.contains(key);
      ask(
          directory,
          id -> new OracleMessage.Announce(id, key, now),
          RetryPolicy.fixed(config().timeoutNanos()),
          ReplyHandler.of(
              reply -> {}, () -> host().setTimer(new Again(key), config().timeoutNanos())));
    }
  }

  /** Asks the directory, a bounded number of times until it replies. */
  @Override
  public void search(Key key, int results, Consumer<SearchResult> whenDone) {
    Consumer<SearchResult> onResult = lifecycle().searching(whenDone);
    ask(
        directory,
        id -> new OracleMessage.Ask(id, key),
        new RetryPolicy(config().tries(), config().timeoutNanos(), 0, Long.MAX_VALUE, 1, false),
        ReplyHandler.of(
            reply -> onResult.accept(SearchResult.naming(key, reply.providers(), 1)),
            () -> onResult.accept(SearchResult.failed(1))));
  }

  @Override
  protected String handle(Peer from, Message message) {
    return "not a message for a node";
  }

  @Override
  public void onTimer(Timer timer) {
    if (timer == Alarm.HEARTBEAT) {
      send(directory, new OracleMessage.Heartbeat());
      host().setTimer(timer, config().heartbeatNanos());
    } else if (timer instanceof Again again) {
      announce(again.key());
    } else {
      super.onTimer(timer);
    }
  }
}
