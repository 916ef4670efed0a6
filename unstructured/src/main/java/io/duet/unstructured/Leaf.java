package io.duet.unstructured;

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
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A leaf: hands its index to one super-peer, keeps it up to date, and lets it search. When its
 * super-peer dies it moves to another one and registers anew; a search in flight is asked once
 * more.
 *
 * <p>Messages out: Ping, Attach, IndexChange, LeafSearch, Farewell; in: their replies, and Ping.
 * Timers: {@link Alarm}, {@link LeafSearch.Late}, {@link LeafSearch.Slow}. Invariant: what it
 * offers is registered at its super-peer, or it is moving, or the digest in the next pong tells it
 * to register anew.
 */
final class Leaf implements Overlay {

  /** What a leaf sets its alarm for. */
  enum Alarm implements Timer {
    PING,
    ATTACH
  }

  private static final int KNOWN_MAX = 16;
  private static final int WAITING_MAX = 1_024;
  private static final int PINGS_MAX = 2;

  private final Host host;
  private final SuperPeerConfig config;
  private final PendingRequests pending;
  private final List<PeerAddress> known; // super-peers that it may turn to
  private final Set<Key> offered = new LinkedHashSet<>(4);
  private final List<LeafSearch> waiting = new ArrayList<>(0);
  private @Nullable PeerAddress superPeer;
  private boolean attaching;
  private boolean everAttached;
  private long startedNanos;
  private boolean pinging;
  private int digest; // of what is offered

  /** A leaf that has not started, and the super-peers that it knows, at least one. */
  Leaf(Host host, SuperPeerConfig config, List<PeerAddress> known) {
    this.host = host;
    this.config = config;
    this.pending = new PendingRequests(host);
    this.known = new ArrayList<>(known);
  }

  Host host() {
    return host;
  }

  SuperPeerConfig config() {
    return config;
  }

  PendingRequests pending() {
    return pending;
  }

  @Nullable PeerAddress superPeer() {
    return superPeer;
  }

  @Override
  public void start() {
    startedNanos = host.nowNanos();
    host.setTimer(Alarm.PING, host.random().nextLong(config.pingNanos()));
    attach();
  }

  /** Is attached without asking, in a network that is put together at once. */
  void assemble(PeerAddress to, List<PeerAddress> others) {
    superPeer = to;
    everAttached = true;
    others.forEach(this::learn);
    host.setTimer(Alarm.PING, host.random().nextLong(config.pingNanos()));
  }

  @Override
  public boolean isJoined() {
    return superPeer != null;
  }

  @Override
  public void stop() {
    if (superPeer != null) {
      host.send(superPeer, new UnstructuredMessage.Farewell());
    }
  }

  // --- attaching

  /** Asks two super-peers for their load, and attaches to the one that has less. */
  private void attach() {
    if (attaching) {
      return;
    }
    attaching = true;
    PeerAddress one = known.get(host.random().nextInt(known.size()));
    PeerAddress other = known.get(host.random().nextInt(known.size()));
    new SuperPeerChoice(this, one, other).start();
  }

  /** Registers the index at a super-peer. */
  void attachTo(PeerAddress chosen) {
    List<Key> keys = new ArrayList<>(offered);
    List<Key> first = keys.subList(0, Math.min(keys.size(), UnstructuredFormats.KEYS_MAX));
    pending.send(
        chosen,
        id -> new UnstructuredMessage.Attach(id, List.copyOf(first)),
        config.pingTimeoutNanos(),
        new ReplyHandler<UnstructuredMessage.Attached>() {
          @Override
          public void onReply(UnstructuredMessage.Attached reply) {
            reply.others().forEach(Leaf.this::learn);
            if (reply.accepted()) {
              attached(chosen, keys.subList(first.size(), keys.size()));
            } else {
              attachLater();
            }
          }

          @Override
          public void onFailure() {
            forget(chosen);
            attachLater();
          }
        });
  }

  private void attached(PeerAddress chosen, List<Key> moreKeys) {
    attaching = false;
    if (superPeer != null && !chosen.equals(superPeer)) {
      host.send(superPeer, new UnstructuredMessage.Farewell());
    }
    superPeer = chosen;
    if (!everAttached) {
      everAttached = true;
      host.emit(new NodeEvent.Joined(host.nowNanos() - startedNanos));
    }
    change(true, moreKeys);
    List<LeafSearch> searches = new ArrayList<>(waiting);
    waiting.clear();
    searches.forEach(LeafSearch::ask);
  }

  void attachLater() {
    host.setTimer(Alarm.ATTACH, Math.min(config.pingNanos(), config.pingTimeoutNanos()) / 4 + 1);
  }

  private void learn(PeerAddress peer) {
    if (!known.contains(peer)) {
      if (known.size() >= KNOWN_MAX) {
        known.remove(0);
      }
      known.add(peer);
    }
  }

  /** Forgets a super-peer, unless it is the last one known. */
  void forget(PeerAddress peer) {
    if (known.size() > 1) {
      known.remove(peer);
    }
  }

  /** Leaves a super-peer that is dead, or that does not know this leaf any more. */
  void move(PeerAddress from) {
    if (from.equals(superPeer)) {
      superPeer = null;
      host.emit(new NodeEvent.PeerDropped(from));
      pending.onUnreachable(from); // what was asked there is asked anew at the next one
      attach();
    }
  }

  // --- what the user does

  /**
   * Offers a content.
   *
   * @throws IllegalStateException beyond as many contents as a super-peer takes of one leaf
   */
  @Override
  public void publish(Key key) {
    if (offered.size() >= LeafIndex.KEYS_PER_LEAF_MAX && !offered.contains(key)) {
      throw new IllegalStateException(
          "a leaf offers at most " + LeafIndex.KEYS_PER_LEAF_MAX + " contents");
    }
    if (offered.add(key)) {
      digest = LeafIndex.digestWith(digest, key);
      change(true, List.of(key));
    }
  }

  @Override
  public void withdraw(Key key) {
    if (offered.remove(key)) {
      digest = LeafIndex.digestWith(digest, key);
      change(false, List.of(key));
    }
  }

  private void change(boolean added, List<Key> keys) {
    PeerAddress to = superPeer;
    for (int from = 0; to != null && from < keys.size(); from += UnstructuredFormats.KEYS_MAX) {
      int end = Math.min(keys.size(), from + UnstructuredFormats.KEYS_MAX);
      host.send(
          to, new UnstructuredMessage.IndexChange(added, List.copyOf(keys.subList(from, end))));
    }
  }

  @Override
  public void search(Key key, Consumer<Answer> whenDone) {
    new LeafSearch(this, key, whenDone).ask();
  }

  /** Lets a search wait until this leaf is attached; false when too many wait. */
  boolean await(LeafSearch search) {
    return waiting.size() < WAITING_MAX && waiting.add(search);
  }

  void cease(LeafSearch search) {
    waiting.remove(search);
  }

  // --- messages and timers

  @Override
  public void onMessage(PeerAddress from, Message message) {
    if (message instanceof UnstructuredMessage.Ping ping) {
      boolean mine = from.equals(superPeer);
      host.send(from, new UnstructuredMessage.Pong(ping.requestId(), 0, mine, 0, List.of()));
    } else if (message instanceof UnstructuredMessage.Farewell) {
      forget(from);
      move(from);
    } else if (!(message instanceof Reply reply) || !pending.onReply(from, reply)) {
      host.emit(new NodeEvent.MessageRefused(from, "not a message for a leaf"));
    }
  }

  @Override
  public void onTimer(Timer timer) {
    if (timer == PendingRequests.Expiry.DUE) {
      pending.onTimer();
    } else if (timer == Alarm.PING) {
      ping();
      host.setTimer(timer, config.pingNanos());
    } else if (timer == Alarm.ATTACH) {
      attaching = false;
      attach();
    } else if (timer instanceof LeafSearch.Late late) {
      late.search().giveUp();
    } else if (timer instanceof LeafSearch.Slow slow) {
      slow.search().onSlow();
    }
  }

  /** Asks the super-peer whether it lives, unless that is asked already. */
  void ping() {
    if (superPeer != null && !pinging) {
      pinging = true;
      new Probe(superPeer).send();
    }
  }

  /** One ping, sent again when it is lost: a super-peer is dead after the second silence. */
  private final class Probe implements ReplyHandler<UnstructuredMessage.Pong> {
    private final PeerAddress asked;
    private final int digestThen = digest;
    private int sent;

    Probe(PeerAddress asked) {
      this.asked = asked;
    }

    void send() {
      sent++;
      pending.send(asked, UnstructuredMessage.Ping::new, config.pingTimeoutNanos(), this);
    }

    @Override
    public void onReply(UnstructuredMessage.Pong pong) {
      pinging = false;
      pong.others().forEach(Leaf.this::learn);
      if (!pong.known()) {
        move(asked);
      } else if (pong.digest() != digest && digestThen == digest) {
        registerAnew(asked);
      }
    }

    @Override
    public void onFailure() {
      if (sent < PINGS_MAX && asked.equals(superPeer)) {
        send();
      } else {
        pinging = false;
        forget(asked);
        move(asked);
      }
    }
  }

  /** Some change was lost on its way: the whole index is handed over again. */
  private void registerAnew(PeerAddress at) {
    if (at.equals(superPeer) && !attaching) {
      attaching = true;
      attachTo(at);
    }
  }

  @Override
  public void onUnreachable(PeerAddress peer) {
    if (peer.equals(superPeer)) {
      forget(peer);
      move(peer);
    } else {
      pending.onUnreachable(peer);
    }
  }
}
