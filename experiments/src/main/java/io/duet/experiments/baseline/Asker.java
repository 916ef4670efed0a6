package io.duet.experiments.baseline;

import io.duet.node.Host;
import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.NodeEvent;
import io.duet.node.PeerAddress;
import io.duet.node.PendingRequests;
import io.duet.node.Reply;
import io.duet.node.ReplyHandler;
import io.duet.node.Timer;
import io.duet.overlay.Answer;
import io.duet.overlay.Overlay;
import io.duet.overlay.ProviderRecord;
import java.util.List;
import java.util.function.Consumer;

/**
 * A node that asks the directory for everything.
 *
 * <p>Messages out: Beat, Announce, Ask; in: Told. Timers: {@link Alarm}.
 */
final class Asker implements Overlay {
  private static final int SECONDS_LEFT = 60;

  /** What a node sets its alarm for. */
  enum Alarm implements Timer {
    BEAT
  }

  private final Host host;
  private final PeerAddress directory;
  private final PendingRequests pending;
  private final long beatNanos;
  private final long timeoutNanos;
  private boolean started;

  Asker(Host host, PeerAddress directory, long beatNanos, long timeoutNanos) {
    this.host = host;
    this.directory = directory;
    this.pending = new PendingRequests(host);
    this.beatNanos = beatNanos;
    this.timeoutNanos = timeoutNanos;
  }

  @Override
  public void start() {
    started = true;
    host.send(directory, new OracleMessage.Beat());
    host.setTimer(Alarm.BEAT, host.random().nextLong(beatNanos));
    host.emit(new NodeEvent.Joined(0));
  }

  @Override
  public boolean isJoined() {
    return started;
  }

  @Override
  public void publish(Key key) {
    host.send(directory, new OracleMessage.Announce(key, true));
  }

  @Override
  public void withdraw(Key key) {
    host.send(directory, new OracleMessage.Announce(key, false));
  }

  @Override
  public void search(Key key, Consumer<Answer> whenDone) {
    long asked = host.nowNanos();
    pending.send(
        directory,
        id -> new OracleMessage.Ask(id, key),
        timeoutNanos,
        new ReplyHandler<OracleMessage.Told>() {
          @Override
          public void onReply(OracleMessage.Told told) {
            finish(Answer.of(records(key, told.providers()), 1, 1));
          }

          @Override
          public void onFailure() {
            finish(Answer.failed(1));
          }

          private void finish(Answer answer) {
            boolean answered = answer.status() == Answer.Status.FOUND;
            long latency = host.nowNanos() - asked;
            host.emit(new NodeEvent.SearchFinished(answered, answer.hops(), latency));
            whenDone.accept(answer);
          }
        });
  }

  private static List<ProviderRecord> records(Key key, List<PeerAddress> providers) {
    return providers.stream().map(peer -> new ProviderRecord(key, peer, SECONDS_LEFT)).toList();
  }

  @Override
  public void onMessage(PeerAddress from, Message message) {
    if (!(message instanceof Reply reply) || !pending.onReply(from, reply)) {
      host.emit(new NodeEvent.MessageRefused(from, "not a message for a node"));
    }
  }

  @Override
  public void onTimer(Timer timer) {
    if (timer == PendingRequests.Expiry.DUE) {
      pending.onTimer();
    } else if (timer == Alarm.BEAT) {
      host.send(directory, new OracleMessage.Beat());
      host.setTimer(timer, beatNanos);
    }
  }

  @Override
  public void onUnreachable(PeerAddress peer) {
    pending.onUnreachable(peer);
  }

  @Override
  public void stop() {}
}
