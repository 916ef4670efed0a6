package io.duet.experiments.baseline;

import io.duet.node.Host;
import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.NodeEvent;
import io.duet.node.Peer;
import io.duet.overlay.Overlay;
import io.duet.overlay.OverlayEvent;
import io.duet.overlay.SearchResult;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The node that knows the providers of every content. It names only providers with a recent
 * heartbeat, the latest first; a silent one is named again after its next heartbeat.
 *
 * <p>Messages in: Heartbeat, Announce, Ask; out: AnnounceReply, AskReply. No timers. Invariants: a
 * provider named is the one that announced itself; nodes and entries are bounded.
 */
final class OracleDirectory implements Overlay {
  private static final int NODES_MAX = 1 << 24;
  private static final int ENTRIES_MAX = 1 << 25;

  private final Host host;
  private final long silenceNanos;
  private final Map<Key, Set<Peer>> providers = new HashMap<>();
  private final Map<Peer, Long> heardAt = new HashMap<>();
  private int entries;

  OracleDirectory(Host host, long silenceNanos) {
    this.host = host;
    this.silenceNanos = silenceNanos;
  }

  @Override
  public void start() {
    host.emit(new OverlayEvent.Joined(0));
  }

  @Override
  public boolean isJoined() {
    return true;
  }

  @Override
  public void onMessage(Peer from, Message message) {
    if (message instanceof OracleMessage.Announce announce) {
      heard(from);
      announce(from, announce.key(), announce.offered());
      host.send(from, new OracleMessage.AnnounceReply(announce.requestId()));
    } else if (message instanceof OracleMessage.Ask ask) {
      host.send(from, new OracleMessage.AskReply(ask.requestId(), live(ask.key())));
    } else if (message instanceof OracleMessage.Heartbeat) {
      heard(from);
    } else {
      host.emit(new NodeEvent.MessageRefused(from, "not a message for the directory"));
    }
  }

  /** Notes a sign of life of a node. */
  void heard(Peer node) {
    if (heardAt.size() < NODES_MAX || heardAt.containsKey(node)) {
      heardAt.put(node, host.nowNanos());
    }
  }

  /** Notes that a node has a content, or has it no longer. */
  void announce(Peer node, Key key, boolean offered) {
    if (!offered) {
      withdraw(node, key);
    } else if (entries >= ENTRIES_MAX) {
      host.emit(new NodeEvent.MessageRefused(node, "directory is full"));
    } else if (providers.computeIfAbsent(key, k -> new LinkedHashSet<>(2)).add(node)) {
      entries++;
    }
  }

  private void withdraw(Peer node, Key key) {
    Set<Peer> known = providers.get(key);
    if (known != null && known.remove(node)) {
      entries--;
      if (known.isEmpty()) {
        providers.remove(key);
      }
    }
  }

  private List<Peer> live(Key key) {
    return providers.getOrDefault(key, Collections.emptySet()).stream()
        .filter(provider -> silentNanos(provider) <= silenceNanos)
        .sorted(Comparator.comparingLong(this::silentNanos))
        .limit(SearchResult.PROVIDERS_MAX)
        .toList();
  }

  private long silentNanos(Peer node) {
    if (node.equals(host.self())) {
      return 0;
    }
    Long heard = heardAt.get(node);
    return heard == null ? Long.MAX_VALUE : host.nowNanos() - heard;
  }

  /** An unreachable node is not named until its next message. */
  @Override
  public void onUnreachable(Peer peer) {
    heardAt.remove(peer);
  }

  /** A search of the directory's own user needs no message. */
  @Override
  public void publish(Key key) {
    announce(host.self(), key, true);
  }

  @Override
  public void withdraw(Key key) {
    announce(host.self(), key, false);
  }

  @Override
  public void search(Key key, int results, Consumer<SearchResult> whenDone) {
    whenDone.accept(SearchResult.naming(key, live(key), 0));
  }
}
