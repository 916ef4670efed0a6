package io.duet.chord.onehop;

import io.duet.bounded.BoundedMap;
import io.duet.chord.id.RingPeer;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.message.WireLimits;
import io.duet.chord.ring.ChordContext;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.rpc.ReplyHandler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Gossip: keeps a location table complete within a bandwidth budget. A member that observes a
 * neighbor join or leave starts a rumor, and each member forwards a rumor six times (A. Demers et
 * al., "Epidemic algorithms for replicated database maintenance", PODC 1987, section 1.4). If the
 * budget does not suffice, a member forwards only rumors about members near it on the ring. So
 * tables are complete in a small or stable network; in a huge one they are complete nearby and
 * sparse far away.
 *
 * <p>Messages: {@link ChordMessage.Rumors}, every four seconds. Invariant: a rumor is unverified,
 * so it changes the location table, never the successor list or the fingers.
 */
public final class Gossip extends LocationTable {
  /** The period in which rumors are sent. */
  public static final long TICK_NANOS = 4_000_000_000L;

  private static final int FORWARDS = 6;
  private static final int HOT_MAX = 128;
  private static final int LATEST_MAX = 4_096;
  private static final int SILENT_MAX = 256;
  private static final int WIDEN_SECONDS = 60;

  /** The newest rumor about one peer. */
  private record Rumor(RingPeer peer, boolean alive, int atSeconds) {}

  /** A rumor to be forwarded {@code forwards} more times. */
  private record Hot(Rumor rumor, int forwards) {}

  final ChordContext node;
  private final BoundedMap<Peer, Rumor> latest = new BoundedMap<>(LATEST_MAX);
  private final BoundedMap<Peer, Integer> silent = new BoundedMap<>(SILENT_MAX);
  private final ArrayDeque<Hot> hot = new ArrayDeque<>();
  final BandwidthBudget budget;
  private final ActiveExploration exploration;
  private long reach = -1; // maximum distance of forwarded rumors, unsigned
  private int widenAtSeconds;

  /** An empty table of this node. */
  Gossip(ChordContext node) {
    super(node.routing().self().id(), node.config().cache());
    this.node = node;
    this.budget = new BandwidthBudget(node.config().tableBytesPerSecond(), node.host().nowNanos());
    this.exploration = new ActiveExploration(this);
  }

  @Override
  public void replied(RingPeer peer, long nowNanos) {
    learn(peer, 0);
  }

  /** Starts a rumor: this member observed a neighbor join or leave. */
  @Override
  public void neighborChanged(RingPeer peer, boolean alive) {
    Rumor known = latest.get(peer.peer());
    Rumor seen = new Rumor(peer, alive, nowSeconds());
    accept(seen);
    if (known == null || known.alive != alive) {
      heat(seen);
    }
  }

  /** Notes that a peer did not answer; no rumor, because a message may have been lost. */
  @Override
  public void timedOut(RingPeer peer) {
    silent.put(peer.peer(), nowSeconds());
  }

  @Override
  public boolean onMessage(Peer from, Message message) {
    if (message instanceof ChordMessage.Rumors rumors) {
      for (ChordMessage.Rumor heard : rumors.rumors()) {
        take(new Rumor(heard.peer(), heard.alive(), nowSeconds() - heard.ageSeconds()));
      }
    } else if (message instanceof ChordMessage.GetLocations get) {
      node.host().send(from, exploration.answer(get));
    } else {
      return false;
    }
    return true;
  }

  private void take(Rumor rumor) {
    Rumor known = latest.get(rumor.peer.peer());
    if (rumor.peer.equals(node.routing().self())) {
      if (!rumor.alive) {
        heat(new Rumor(rumor.peer, true, nowSeconds())); // the contrary rumor
      }
    } else if (!rumor.alive && node.routing().isNeighbor(rumor.peer)) {
      check(rumor.peer);
    } else if (known == null || rumor.atSeconds > known.atSeconds) {
      boolean news = known == null ? isNews(rumor) : known.alive != rumor.alive;
      accept(rumor);
      if (news && isWithinReach(rumor.peer)) {
        heat(rumor);
      }
    }
  }

  private boolean isNews(Rumor rumor) {
    int index = firstAtOrBeyond(distance(rumor.peer));
    boolean cached = index < size() && at(index).equals(rumor.peer);
    return cached != rumor.alive;
  }

  /** Asks a neighbor that others consider dead whether it is alive. */
  private void check(RingPeer peer) {
    budget.pay(2, 1);
    node.ask(
        peer.peer(),
        ChordMessage.GetPredecessor::new,
        ReplyHandler.of(reply -> onAlive(peer), () -> onDead(peer)));
  }

  private void onAlive(RingPeer peer) {
    Rumor alive = new Rumor(peer, true, nowSeconds());
    accept(alive);
    heat(alive);
  }

  private void onDead(RingPeer peer) {
    node.timedOut(peer);
    neighborChanged(peer, false);
  }

  /** Remembers a rumor as the newest about its peer, and changes the table accordingly. */
  private void accept(Rumor rumor) {
    latest.put(rumor.peer.peer(), rumor);
    if (rumor.alive) {
      learn(rumor.peer, nowSeconds() - rumor.atSeconds);
    } else {
      forget(rumor.peer);
    }
  }

  private boolean isWithinReach(RingPeer peer) {
    long away = distance(peer);
    return Long.compareUnsigned(away, reach) <= 0 || Long.compareUnsigned(-away, reach) <= 0;
  }

  private void heat(Rumor rumor) {
    hot.removeIf(other -> other.rumor.peer.equals(rumor.peer));
    hot.addFirst(new Hot(rumor, FORWARDS));
    if (hot.size() > HOT_MAX) {
      reach = reach >>> 1;
      hot.removeIf(other -> !isWithinReach(other.rumor.peer));
      widenAtSeconds = nowSeconds() + WIDEN_SECONDS;
    }
  }

  /** Sends the rumors and requests that the budget pays for. */
  @Override
  public void tick() {
    budget.earn(node.host().nowNanos());
    forgetOlder(nowSeconds() - node.config().cacheSeconds());
    widen();
    spread();
    exploration.goOn();
  }

  private void widen() {
    if (reach != -1 && nowSeconds() >= widenAtSeconds && hot.size() < HOT_MAX / 4) {
      reach = reach << 1 | 1;
      widenAtSeconds = nowSeconds() + WIDEN_SECONDS;
    }
  }

  private void spread() {
    for (int packets = 1 + hot.size() / WireLimits.RUMORS_MAX; packets > 0; packets--) {
      int count = Math.min(Math.min(hot.size(), WireLimits.RUMORS_MAX), budget.entries());
      if (count <= 0 || size() == 0) {
        return;
      }
      RingPeer to = at(node.host().random().nextInt(size()));
      node.host().send(to.peer(), new ChordMessage.Rumors(nextRumors(count)));
      budget.pay(1, count);
    }
  }

  /** The next rumors to forward; each stays hot until it was forwarded six times. */
  private List<ChordMessage.Rumor> nextRumors(int count) {
    List<ChordMessage.Rumor> rumors = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Hot next = hot.removeFirst();
      int age = Math.max(0, nowSeconds() - next.rumor.atSeconds);
      rumors.add(new ChordMessage.Rumor(next.rumor.peer, next.rumor.alive, age));
      if (next.forwards > 1) {
        hot.addLast(new Hot(next.rumor, next.forwards - 1));
      }
    }
    return rumors;
  }

  /** Adds a peer that was alive {@code ageSeconds} ago, unless a later rumor says that it left. */
  void learn(RingPeer peer, int ageSeconds) {
    int seconds = nowSeconds() - ageSeconds;
    Rumor known = latest.get(peer.peer());
    int gone = known == null || known.alive ? Integer.MIN_VALUE : known.atSeconds;
    if (seconds > Math.max(gone, silent.entries().getOrDefault(peer.peer(), Integer.MIN_VALUE))) {
      heard(peer, seconds);
    }
  }

  /** The distance up to which the table is to be complete, unsigned. */
  long reach() {
    return reach;
  }

  int nowSeconds() {
    return (int) (node.host().nowNanos() / 1_000_000_000L);
  }
}
