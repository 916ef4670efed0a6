package io.duet.experiments.baseline;

import io.duet.node.Host;
import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.NodeEvent;
import io.duet.node.PeerAddress;
import io.duet.node.Timer;
import io.duet.overlay.Answer;
import io.duet.overlay.Overlay;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The one node that knows who has what. It names only providers that it has heard of lately.
 *
 * <p>Messages in: Beat, Announce, Ask; out: Told. No timers.
 */
final class Directory implements Overlay {
  private final Host host;
  private final long silenceNanos;
  private final Map<Key, Set<PeerAddress>> providers = new HashMap<>();
  private final Map<PeerAddress, Long> heardAt = new HashMap<>();

  Directory(Host host, long silenceNanos) {
    this.host = host;
    this.silenceNanos = silenceNanos;
  }

  @Override
  public void start() {
    host.emit(new NodeEvent.Joined(0));
  }

  @Override
  public boolean isJoined() {
    return true;
  }

  @Override
  public void onMessage(PeerAddress from, Message message) {
    heardAt.put(from, host.nowNanos());
    if (message instanceof OracleMessage.Announce announce) {
      onAnnounce(from, announce);
    } else if (message instanceof OracleMessage.Ask ask) {
      host.send(from, new OracleMessage.Told(ask.requestId(), live(ask.key())));
    } else if (!(message instanceof OracleMessage.Beat)) {
      host.emit(new NodeEvent.MessageRefused(from, "not a message for the directory"));
    }
  }

  private void onAnnounce(PeerAddress from, OracleMessage.Announce announce) {
    Set<PeerAddress> known =
        providers.computeIfAbsent(announce.key(), key -> new LinkedHashSet<>());
    if (announce.offered()) {
      known.add(from);
    } else {
      known.remove(from);
    }
  }

  private List<PeerAddress> live(Key key) {
    List<PeerAddress> live = new ArrayList<>();
    for (PeerAddress provider : providers.getOrDefault(key, Set.of())) {
      boolean silent = host.nowNanos() - heardAt.getOrDefault(provider, 0L) > silenceNanos;
      if (!silent && live.size() < Answer.PROVIDERS_MAX) {
        live.add(provider);
      }
    }
    return live;
  }

  @Override
  public void onUnreachable(PeerAddress peer) {
    heardAt.remove(peer);
  }

  @Override
  public void publish(Key key) {
    throw new UnsupportedOperationException("the directory offers nothing itself");
  }

  @Override
  public void withdraw(Key key) {
    throw new UnsupportedOperationException("the directory offers nothing itself");
  }

  @Override
  public void search(Key key, Consumer<Answer> whenDone) {
    throw new UnsupportedOperationException("the directory has no user");
  }

  @Override
  public void onTimer(Timer timer) {}

  @Override
  public void stop() {}
}
