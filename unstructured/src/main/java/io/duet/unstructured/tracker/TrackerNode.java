package io.duet.unstructured.tracker;

import io.duet.node.Host;
import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.node.Timer;
import io.duet.overlay.KeeperLookup;
import io.duet.overlay.PiecePublishing;
import io.duet.overlay.SearchResult;
import io.duet.overlay.Status;
import io.duet.overlay.spi.PeerNode;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A node of a network with trackers: always a peer, and also an entry server or a tracker if that
 * is its role. A node that is its own tracker sends messages to itself as to others.
 *
 * <p>Messages: those of {@link EntryServer}, {@link Tracker}, {@link TrackerSession}, {@link
 * LocalPieces}, {@link AvailabilityExchange} and {@link SwarmSearch}. Timers: {@link Alarm}, and
 * those of {@link SwarmSearch}.
 */
final class TrackerNode extends PeerNode<TrackerConfig> implements KeeperLookup, PiecePublishing {

  enum Alarm implements Timer {
    HEARTBEAT,
    EXCHANGE,
    RETRY // after no tracker has accepted this peer
  }

  final TrackerSession session;
  final AvailabilityExchange exchange;
  final @Nullable EntryServer entry;
  final @Nullable Tracker tracker;
  private final LocalPieces localPieces = new LocalPieces(this);

  /** Creates a node that knows these entry servers, itself included if it is one. */
  TrackerNode(
      Host host, TrackerConfig config, boolean isEntry, boolean isTracker, List<Peer> entries) {
    super(host, config, config.timeoutNanos());
    this.session = new TrackerSession(this, localPieces, entries);
    this.exchange = new AvailabilityExchange(this, localPieces);
    this.entry = isEntry ? new EntryServer(host) : null;
    this.tracker = isTracker ? new Tracker(this, entries) : null;
  }

  @Override
  public void start() {
    lifecycle().started();
    begin();
    if (tracker != null) {
      tracker.round();
    }
    session.enter();
  }

  /** Starts attached to this tracker, without a message, in an assembled network. */
  void assemble(TrackerNode itsTracker, List<Peer> trackers) {
    session.assemble(itsTracker.self(), trackers);
    if (itsTracker.tracker != null) {
      SwarmIndex index = itsTracker.tracker.index;
      index.attach(self(), host().nowNanos());
      localPieces.keys().forEach(key -> index.put(self(), key, localPieces.of(key)));
    }
    begin();
    lifecycle().joined();
  }

  private void begin() {
    host().setTimer(Alarm.HEARTBEAT, host().random().nextLong(config().heartbeatNanos()));
    host().setTimer(Alarm.EXCHANGE, host().random().nextLong(config().exchangeNanos()));
  }

  @Override
  public boolean isJoined() {
    return session.tracker() != null;
  }

  @Override
  public void stop() {
    session.leave();
    if (tracker != null) {
      tracker.leave();
    }
  }

  @Override
  public void publish(Key key) {
    hold(key, PieceBitfield.of(config().pieces(), config().heldPieces()));
  }

  @Override
  public void publish(Key key, int pieces, BitSet held) {
    hold(key, PieceBitfield.of(pieces, held));
  }

  @Override
  public void withdraw(Key key) {
    hold(key, PieceBitfield.NONE);
  }

  /** Sets and announces the pieces that this node holds of a content. */
  void hold(Key key, PieceBitfield pieces) {
    localPieces.put(key, pieces);
    localPieces.announce(session.tracker());
  }

  @Override
  public void search(Key key, int results, Consumer<SearchResult> whenDone) {
    Consumer<SearchResult> onResult = lifecycle().searching(whenDone);
    boolean own = localPieces.of(key).isAll();
    if (own && results == 1) {
      onResult.accept(SearchResult.naming(key, List.of(self()), 0));
      return;
    }
    SwarmSearch search = new SwarmSearch(this, key, results, onResult);
    if (own) {
      search.take(self(), true);
    }
    search.begin();
  }

  /** Names trackers that this peer knows, its own first. */
  @Override
  public void keepers(Key key, int count, Consumer<List<Peer>> whenDone) {
    whenDone.accept(session.known().stream().limit(count).toList());
  }

  @Override
  public List<Peer> knownPeers() {
    List<Peer> attached = tracker == null ? List.of() : tracker.index.list();
    return Stream.concat(session.known().stream(), attached.stream())
        .filter(peer -> !peer.equals(self()))
        .distinct()
        .toList();
  }

  @Override
  public int recordsKept() {
    return tracker == null ? 0 : tracker.index.entries();
  }

  @Override
  public Status status() {
    Status status =
        Status.of(
                isJoined() ? "healthy" : lifecycle().hasJoined() ? "without a tracker" : "joining")
            .with(
                Status.Facts.of("peer")
                    .with("role", role())
                    .with("tracker", isJoined() ? "" + session.tracker() : "none")
                    .with("trackers known", session.known().toString()))
            .with(contents());
    status = entry == null ? status : status.with(entry.status());
    return tracker == null ? status : tracker.addTo(status);
  }

  private String role() {
    if (entry != null) {
      return tracker == null ? "entry" : "entry and tracker";
    }
    return tracker == null ? "peer" : "tracker";
  }

  private Status.Table contents() {
    List<List<?>> rows =
        localPieces.keys().stream()
            .limit(Status.Table.ROWS_MAX)
            .<List<?>>map(
                key ->
                    List.of(
                        Tracker.text(key),
                        localPieces.of(key).toString(),
                        Tracker.text(exchange.replicas(key)),
                        exchange.holders(key).toString()))
            .toList();
    List<String> columns = List.of("content", "pieces", "replicas", "also at");
    return new Status.Table("contents", columns, rows);
  }

  @Override
  protected String handle(Peer from, Message message) {
    String refusal = "";
    if (message instanceof TrackerMessage.Want want) {
      exchange.onWant(from, want);
    } else if (message instanceof TrackerMessage.Enter enter) {
      // an entry server names the least loaded tracker first, another node those that it knows
      List<Peer> trackers = entry == null ? session.known() : entry.redirect();
      send(from, new TrackerMessage.Redirect(enter.requestId(), trackers));
    } else if (message instanceof TrackerMessage.Leave) {
      onLeave(from);
    } else if (entry != null && message instanceof TrackerMessage.Report report) {
      refusal = entry.onReport(from, report);
    } else {
      refusal = tracker == null ? "not a message for this role" : tracker.handle(from, message);
    }
    return refusal;
  }

  private void onLeave(Peer from) {
    session.onLeave(from);
    if (tracker != null) {
      tracker.drop(from);
    }
    if (entry != null) {
      entry.drop(from);
    }
  }

  @Override
  public void onTimer(Timer timer) {
    if (timer == Alarm.HEARTBEAT) {
      heartbeat();
      host().setTimer(timer, config().heartbeatNanos());
    } else if (timer == Alarm.EXCHANGE) {
      exchange.round(session.known());
      host().setTimer(timer, config().exchangeNanos());
    } else if (timer == Alarm.RETRY) {
      session.retry();
    } else if (timer instanceof SwarmSearch.Grace grace) {
      grace.search().finish();
    } else if (timer instanceof SwarmSearch.Again again) {
      again.search().onAgain();
    } else {
      super.onTimer(timer);
    }
  }

  private void heartbeat() {
    if (entry != null) {
      entry.dropSilent(config().silentSince(host()));
    }
    if (tracker != null) {
      tracker.round();
    }
    session.heartbeat();
    localPieces.announce(session.tracker());
  }

  @Override
  public void onUnreachable(Peer peer) {
    super.onUnreachable(peer);
    session.onUnreachable(peer);
  }
}
