package io.duet.chord.onehop;

import io.duet.bounded.BoundedMap;
import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.message.WireLimits;
import io.duet.chord.ring.ChordContext;
import io.duet.node.Peer;
import io.duet.rpc.ReplyHandler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Gossip keeps a location table complete within a bandwidth budget. A member that sees a neighbour
 * come or go spreads this as a rumor, and each member forwards a rumor six times (A. Demers et al.,
 * "Epidemic algorithms for replicated database maintenance", PODC 1987, section 1.4). When the
 * budget does not suffice, a member forwards only rumors about members near it on the ring. So in a
 * small or quiet network every table is complete, and in a huge one it is complete nearby and
 * sparse far away.
 *
 * <p>Rumors are unverified: they change the location table, never the successor list or the
 * fingers.
 *
 * <p>Messages: {@link ChordMessage.Rumors}, once in four seconds.
 */
public final class Gossip {
  /** How often rumors are sent. */
  public static final long TICK_NANOS = 4_000_000_000L;

  private static final int FORWARDS = 6;
  private static final int HOT_MAX = 128;
  private static final int LATEST_MAX = 4_096;
  private static final int SILENT_MAX = 256;
  private static final int WIDEN_SECONDS = 60;

  /** The newest that was heard of one peer. */
  private record Rumor(RingPeer peer, boolean alive, int atSeconds) {}

  private record Hot(Rumor rumor, int forwards) {}

  private final ChordContext node;
  private final LocationTable table;
  private final BoundedMap<Peer, Rumor> latest = new BoundedMap<>(LATEST_MAX);
  private final BoundedMap<Peer, Integer> silent = new BoundedMap<>(SILENT_MAX);
  private final ArrayDeque<Hot> hot = new ArrayDeque<>();
  private final BandwidthBudget budget;
  private final ActiveExploration exploration;
  private long reach = -1; // how far on the ring rumors are passed on: an unsigned distance
  private int widenAtSeconds;

  Gossip(ChordContext node, LocationTable table) {
    this.node = node;
    this.table = table;
    this.budget = new BandwidthBudget(node.config().tableBytesPerSecond(), node.host().nowNanos());
    this.exploration = new ActiveExploration(node, this, table, budget);
  }

  /** Begins to read through the caches of others. */
  public void begin() {
    exploration.begin();
  }

  /** Spreads what this member has seen itself: that a neighbour has come, or gone. */
  void saw(RingPeer peer, boolean alive) {
    Rumor known = latest.get(peer.peer());
    Rumor seen = new Rumor(peer, alive, nowSeconds());
    remember(seen);
    apply(seen);
    if (known == null || known.alive != alive) {
      heat(seen);
    }
  }

  /** Notes that a peer did not answer, which may be its fault or not: nobody else is told. */
  void missed(RingPeer peer) {
    silent.put(peer.peer(), nowSeconds());
  }

  /** Takes in what another member passes on. */
  void onNews(ChordMessage.Rumors news) {
    for (ChordMessage.Rumor told : news.rumors()) {
      take(new Rumor(told.peer(), told.alive(), nowSeconds() - told.ageSeconds()));
    }
  }

  private void take(Rumor rumor) {
    Rumor known = latest.get(rumor.peer.peer());
    if (rumor.peer.equals(node.routing().self())) {
      refute(rumor);
    } else if (!rumor.alive && node.routing().isNeighbor(rumor.peer)) {
      check(rumor.peer);
    } else if (known == null || rumor.atSeconds > known.atSeconds) {
      boolean news = known == null ? isNews(rumor) : known.alive != rumor.alive;
      remember(rumor);
      apply(rumor);
      if (news && isWithinReach(rumor.peer)) {
        heat(rumor);
      }
    }
  }

  private boolean isNews(Rumor rumor) {
    int place = table.firstAtOrBeyond(distance(rumor.peer));
    boolean cached = place < table.size() && table.at(place).equals(rumor.peer);
    return cached != rumor.alive;
  }

  /** Whoever holds this member for dead shall hear from it. */
  private void refute(Rumor rumor) {
    if (!rumor.alive) {
      heat(new Rumor(rumor.peer, true, nowSeconds()));
    }
  }

  /** A neighbour that others hold for dead is asked: they cannot hear it, but this member can. */
  private void check(RingPeer peer) {
    budget.pay(2, 1);
    node.ask(peer.peer(), ChordMessage.GetPredecessor::new, new Check(peer));
  }

  private final class Check implements ReplyHandler<ChordMessage.Predecessor> {
    private final RingPeer peer;

    Check(RingPeer peer) {
      this.peer = peer;
    }

    @Override
    public void onReply(ChordMessage.Predecessor reply) {
      Rumor alive = new Rumor(peer, true, nowSeconds());
      remember(alive);
      apply(alive);
      heat(alive);
    }

    @Override
    public void onFailure() {
      node.silent(peer);
      saw(peer, false);
    }
  }

  private void remember(Rumor rumor) {
    latest.put(rumor.peer.peer(), rumor);
  }

  private void apply(Rumor rumor) {
    if (rumor.alive) {
      learn(rumor.peer, nowSeconds() - rumor.atSeconds);
    } else {
      table.forget(rumor.peer);
    }
  }

  private boolean isWithinReach(RingPeer peer) {
    long away = distance(peer);
    return Long.compareUnsigned(away, reach) <= 0 || Long.compareUnsigned(-away, reach) <= 0;
  }

  private long distance(RingPeer peer) {
    return RingId.distance(node.routing().self().id(), peer.id());
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

  /** Sends what the budget pays for. */
  public void tick() {
    budget.earn(node.host().nowNanos());
    table.forgetOlder(nowSeconds() - node.config().cacheSeconds());
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
      if (count <= 0 || table.size() == 0) {
        return;
      }
      RingPeer to = table.at(node.host().random().nextInt(table.size()));
      node.host().send(to.peer(), new ChordMessage.Rumors(nextRumors(count)));
      budget.pay(1, count);
    }
  }

  /** The freshest rumors; each stays hot until it was passed on often enough. */
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

  /** Learns of a peer that was alive so long ago, unless it is known to have gone since. */
  void learn(RingPeer peer, int ageSeconds) {
    int seconds = nowSeconds() - ageSeconds;
    Rumor known = latest.get(peer.peer());
    int gone = known == null || known.alive ? Integer.MIN_VALUE : known.atSeconds;
    if (seconds > Math.max(gone, silent.entries().getOrDefault(peer.peer(), Integer.MIN_VALUE))) {
      table.heard(peer, seconds);
    }
  }

  ActiveExploration exploration() {
    return exploration;
  }

  /** How far on the ring this member wants to know all others: an unsigned distance. */
  long reach() {
    return reach;
  }

  int nowSeconds() {
    return (int) (node.host().nowNanos() / 1_000_000_000L);
  }
}
