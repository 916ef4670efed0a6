package io.duet.unstructured.tracker;

import io.duet.node.Host;
import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.NodeEvent;
import io.duet.node.Peer;
import io.duet.node.Timer;
import io.duet.overlay.Overlay;
import io.duet.overlay.SearchResult;
import io.duet.overlay.Status;
import io.duet.overlay.spi.LifecycleEvents;
import io.duet.rpc.PeerRequests;
import io.duet.rpc.PendingRequests;
import io.duet.rpc.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A node of a network with trackers: always a peer, and also an entry server or a tracker if that
 * is its role. A node that is its own tracker sends messages to itself as to others.
 *
 * <p>Messages: those of {@link EntryServer}, {@link Tracker}, {@link TrackerSession}, {@link
 * LocalPieces}, {@link AvailabilityExchange} and {@link SwarmSearch}. Timers: {@link Alarm}, and
 * those of {@link TrackerSession} and {@link SwarmSearch}.
 */
final class TrackerNode implements Overlay {

  enum Alarm implements Timer {
    BEAT,
    EXCHANGE
  }

  private final Host host;
  private final TrackerConfig config;
  private final PeerRequests requests;
  private final LifecycleEvents lifecycle;
  private final TrackerSession session;
  private final LocalPieces localPieces;
  private final KnownHolders knownHolders = new KnownHolders();
  private final AvailabilityExchange exchange;
  private final @Nullable EntryServer entry;
  private final @Nullable Tracker tracker;

  /**
   * A node that has not started.
   *
   * @param entries the entry servers that it knows, itself included if it is one
   */
  TrackerNode(
      Host host, TrackerConfig config, boolean isEntry, boolean isTracker, List<Peer> entries) {
    this.host = host;
    this.config = config;
    this.requests = new PeerRequests(host);
    this.lifecycle = new LifecycleEvents(host);
    this.session = new TrackerSession(host, config, requests, entries, this::attached);
    this.localPieces = new LocalPieces(host, config, requests);
    this.exchange = new AvailabilityExchange(host, config, requests, localPieces, knownHolders);
    this.entry = isEntry ? new EntryServer(host, config) : null;
    this.tracker = isTracker ? new Tracker(host, config, requests, entries) : null;
  }

  Peer self() {
    return host.self();
  }

  @Nullable EntryServer entry() {
    return entry;
  }

  @Nullable Tracker tracker() {
    return tracker;
  }

  TrackerSession session() {
    return session;
  }

  LocalPieces localPieces() {
    return localPieces;
  }

  @Override
  public void start() {
    lifecycle.started();
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
      SwarmIndex index = itsTracker.tracker.index();
      index.attach(host.self(), host.nowNanos());
      localPieces.keys().forEach(key -> index.put(host.self(), key, localPieces.of(key)));
    }
    begin();
    lifecycle.joined();
  }

  private void begin() {
    host.setTimer(Alarm.BEAT, host.random().nextLong(config.beatNanos()));
    host.setTimer(Alarm.EXCHANGE, host.random().nextLong(config.exchangeNanos()));
  }

  private void attached() {
    lifecycle.joined();
    Peer mine = session.tracker();
    if (mine != null) {
      localPieces.announceAll(mine);
    }
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

  // --- user actions

  @Override
  public void publish(Key key) {
    hold(key, config.pieces());
  }

  @Override
  public void withdraw(Key key) {
    hold(key, PieceBitfield.NONE);
  }

  /** Sets and announces the pieces that this node holds of a content. */
  void hold(Key key, PieceBitfield pieces) {
    localPieces.put(key, pieces);
    Peer mine = session.tracker();
    if (mine != null) {
      localPieces.announce(mine);
    }
  }

  @Override
  public void search(Key key, Consumer<SearchResult> whenDone) {
    search(key, 1, whenDone);
  }

  @Override
  public void search(Key key, int results, Consumer<SearchResult> whenDone) {
    Consumer<SearchResult> onResult = lifecycle.searching(whenDone);
    boolean own = localPieces.of(key).isAll() && !localPieces.of(key).isNone();
    if (own && results == 1) {
      onResult.accept(SearchResult.naming(key, List.of(host.self()), 0));
      return;
    }
    SwarmSearch search =
        new SwarmSearch(host, config, requests, session, knownHolders, key, results, onResult);
    if (own) {
      search.take(host.self(), true);
    }
    search.begin();
  }

  @Override
  public int recordsKept() {
    return tracker == null ? 0 : tracker.index().entries();
  }

  @Override
  public Status status() {
    Status status =
        Status.of(isJoined() ? "healthy" : lifecycle.hasJoined() ? "without a tracker" : "joining")
            .with(
                Status.Facts.of("peer")
                    .with("role", role())
                    .with("tracker", isJoined() ? "" + session.tracker() : "none")
                    .with("trackers known", session.known().toString()))
            .with(contents());
    status = entry == null ? status : status.with(entry.status());
    return tracker == null ? status : status.with(tracker.facts()).with(tracker.contents());
  }

  private String role() {
    if (entry != null) {
      return tracker == null ? "entry" : "entry and tracker";
    }
    return tracker == null ? "peer" : "tracker";
  }

  private Status.Table contents() {
    List<List<String>> rows = new ArrayList<>();
    for (Key key :
        localPieces.keys().subList(0, Math.min(Status.Table.ROWS_MAX, localPieces.size()))) {
      rows.add(
          List.of(
              Tracker.shortText(key),
              localPieces.of(key).toString(),
              Tracker.text(exchange.replicas(key)),
              knownHolders.of(key).toString()));
    }
    List<String> columns = List.of("content", "pieces", "replicas", "also at");
    return new Status.Table("contents", columns, rows);
  }

  // --- messages and timers

  @Override
  public void onMessage(Peer from, Message message) {
    if (message instanceof Reply reply) {
      if (!requests.onReply(from, reply)) {
        refuse(from, "not a reply that is awaited");
      }
    } else if (message instanceof TrackerMessage.Want want) {
      exchange.onWant(from, want);
    } else if (message instanceof TrackerMessage.Enter enter) {
      redirect(from, enter);
    } else if (message instanceof TrackerMessage.Leave) {
      onLeave(from);
    } else if (entry != null && message instanceof TrackerMessage.Report report) {
      refuse(from, entry.onReport(from, report) ? "" : "too many trackers");
    } else if (tracker == null || !serve(tracker, from, message)) {
      refuse(from, "not a message for this role");
    }
  }

  private boolean serve(Tracker served, Peer from, Message message) {
    if (message instanceof TrackerMessage.Find find) {
      served.onFind(from, find);
    } else if (message instanceof TrackerMessage.Heartbeat beat) {
      served.onBeat(from, beat);
    } else if (message instanceof TrackerMessage.Announce announce) {
      refuse(from, served.onAnnounce(from, announce));
    } else if (message instanceof TrackerMessage.Attach attach) {
      served.onAttach(from, attach);
    } else if (message instanceof TrackerMessage.CountReplicas count) {
      refuse(from, served.onCount(from, count) ? "" : "no content has so many pieces");
    } else {
      return false;
    }
    return true;
  }

  /** Names the least loaded tracker if this is an entry server, otherwise the known ones. */
  private void redirect(Peer from, TrackerMessage.Enter enter) {
    List<Peer> trackers = entry == null ? session.known() : entry.redirect();
    host.send(from, new TrackerMessage.Redirect(enter.requestId(), trackers));
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

  /** Emits the event of a refused message, unless the reason is empty. */
  private void refuse(Peer peer, String reason) {
    if (!reason.isEmpty()) {
      host.emit(new NodeEvent.MessageRefused(peer, reason));
    }
  }

  @Override
  public void onTimer(Timer timer) {
    if (timer == PendingRequests.Expiry.DUE) {
      requests.onTimer();
    } else if (timer == Alarm.BEAT) {
      beat();
      host.setTimer(timer, config.beatNanos());
    } else if (timer == Alarm.EXCHANGE) {
      exchange.round(session.known());
      host.setTimer(timer, config.exchangeNanos());
    } else if (timer == TrackerSession.Retry.DUE) {
      session.retry();
    } else if (timer instanceof SwarmSearch.Grace grace) {
      grace.search().onGrace();
    } else if (timer instanceof SwarmSearch.Again again) {
      again.search().onAgain();
    }
  }

  private void beat() {
    if (entry != null) {
      entry.dropSilent();
    }
    if (tracker != null) {
      tracker.round();
    }
    session.beat();
    Peer mine = session.tracker();
    if (mine != null) {
      localPieces.announce(mine);
    }
  }

  @Override
  public void onUnreachable(Peer peer) {
    requests.onUnreachable(peer);
    session.onUnreachable(peer);
  }
}
