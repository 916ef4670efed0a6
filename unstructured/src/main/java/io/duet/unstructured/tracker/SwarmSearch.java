package io.duet.unstructured.tracker;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.node.Timer;
import io.duet.node.TrafficClass;
import io.duet.overlay.SearchResult;
import io.duet.rpc.Reply;
import io.duet.rpc.ReplyHandler;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One search: the peer's own tracker names holders, which the peer asks itself. Holders with only
 * some pieces name others, which are asked too. If fewer than {@code wanted} are found, the peer
 * asks the other trackers. If none is found and a tracker was silent, its peers are moving to other
 * trackers, and the search is repeated once.
 *
 * <p>Messages out: Find, Want; in: Found, Have. Timers: {@link Grace}, {@link Again}. Invariants: a
 * result contains only peers that have confirmed it themselves; at most {@link #ASKED_MAX} peers
 * are asked, and again only if they were silent; the search ends once, within 18 timeouts, and
 * within 4 if a tracker answers and no message is lost; the result is partial if it has fewer than
 * {@code wanted} and a peer was not asked or a tracker was silent.
 */
final class SwarmSearch {
  private static final int ASKED_MAX = 32;
  private static final long GRACE_NANOS = 200_000_000;

  /** Fires {@link #GRACE_NANOS} after enough providers were found. */
  record Grace(SwarmSearch search) implements Timer {}

  /** Fires when the peers of a silent tracker have had time to move to another one. */
  record Again(SwarmSearch search) implements Timer {}

  private final TrackerNode node;
  private final Key key;
  private final int wanted;
  private final Consumer<SearchResult> whenDone;
  private final Set<Peer> asked = new LinkedHashSet<>();
  private final List<Peer> complete = new ArrayList<>();
  private final List<Peer> partial = new ArrayList<>();
  private int open;
  private int trackersAnswered;
  private int trackersSilent;
  private int hops = 1;
  private boolean someNotAsked; // a named peer was not asked, beyond the bound
  private boolean widened;
  private boolean repeated;
  private boolean done;

  SwarmSearch(TrackerNode node, Key key, int wanted, Consumer<SearchResult> whenDone) {
    this.node = node;
    this.key = key;
    this.wanted = wanted;
    this.whenDone = whenDone;
  }

  void begin() {
    asked.clear();
    asked.add(node.self());
    Peer tracker = node.session.tracker();
    if (tracker != null) {
      ask(tracker);
    }
    verify(node.exchange.holders(key), 0);
    goOn();
  }

  private void ask(Peer tracker) {
    int hop = hops;
    node.askTwice(
        tracker,
        id -> new TrackerMessage.Find(id, key, TrafficClass.SEARCH),
        handler(
            found -> {
              trackersAnswered++;
              verify(found.peers(), hop);
            },
            () -> trackersSilent++));
  }

  /** The handler of one more open request, which ends with one of these calls. */
  private <R extends Reply> ReplyHandler<R> handler(Consumer<R> onReply, Runnable onSilence) {
    open++;
    return ReplyHandler.of(
        onReply.andThen(reply -> settled()),
        () -> {
          onSilence.run();
          settled();
        },
        () -> !done);
  }

  /** Asks peers that were named after {@code hop} hops. */
  private void verify(List<Peer> named, int hop) {
    for (Peer peer : named) {
      if (asked.size() > ASKED_MAX) {
        someNotAsked |= !asked.contains(peer);
      } else if (!done && asked.add(peer)) {
        verify(peer, hop + 1);
      }
    }
  }

  private void verify(Peer peer, int hop) {
    node.askTwice(
        peer,
        id -> new TrackerMessage.Want(id, key, TrafficClass.SEARCH),
        handler(have -> onHave(peer, hop, have), () -> node.exchange.onSilence(key, peer)));
  }

  private void onHave(Peer peer, int hop, TrackerMessage.Have have) {
    PieceBitfield pieces = node.exchange.onHave(key, peer, have);
    if (pieces.isNone()) {
      return;
    }
    hops = isLacking() ? hop : hops;
    take(peer, pieces.isAll());
    if (complete.isEmpty() || isLacking()) {
      verify(have.others(), hop); // they may hold the missing pieces
    }
  }

  /** Adds a provider of all or some pieces; once there are enough, others have a last chance. */
  void take(Peer peer, boolean all) {
    boolean lacked = isLacking();
    (all ? complete : partial).add(peer);
    if (lacked && !isLacking()) {
      node.host().setTimer(new Grace(this), GRACE_NANOS);
    }
  }

  private boolean isLacking() {
    return complete.size() + partial.size() < wanted;
  }

  private void settled() {
    open--;
    goOn();
  }

  private void goOn() {
    if (open > 0 || done) {
      return;
    }
    boolean none = complete.isEmpty() && partial.isEmpty();
    if (isLacking() && !widened) {
      widen();
    } else if (none && trackersSilent > 0 && !repeated) {
      repeated = true;
      node.host().setTimer(new Again(this), 2 * node.config().timeoutNanos());
    } else {
      finish();
    }
  }

  private void widen() {
    widened = true;
    hops++;
    node.session.known().stream()
        .filter(tracker -> !tracker.equals(node.session.tracker()))
        .forEach(this::ask);
    goOn();
  }

  void onAgain() {
    widened = false;
    trackersSilent = 0;
    hops++;
    begin();
  }

  /** Passes on the result, first the providers of all pieces, unless the search has ended. */
  void finish() {
    if (done) {
      return;
    }
    done = true;
    List<Peer> providers = new ArrayList<>(complete);
    providers.addAll(partial);
    boolean failed = providers.isEmpty() && trackersAnswered == 0;
    SearchResult answer =
        failed ? SearchResult.failed(hops) : SearchResult.naming(key, providers, hops);
    boolean mayBeMore = isLacking() && (someNotAsked || trackersSilent > 0);
    whenDone.accept(mayBeMore ? answer.asPartial() : answer);
  }
}
