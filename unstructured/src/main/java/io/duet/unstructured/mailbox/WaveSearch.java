package io.duet.unstructured.mailbox;

import io.duet.node.Host;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.node.Timer;
import io.duet.overlay.SearchResult;
import io.duet.rpc.PeerRequests;
import io.duet.rpc.ReplyHandler;
import io.duet.rpc.RetryPolicy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One search: it asks peer after peer whether they offer a content, in waves that double, until
 * enough do. A peer speaks for itself, so who is found lives and offers it. In a network beyond any
 * list those that are asked name others, who are asked too.
 *
 * <p>Messages out: Ask; in: Told. Timers: {@link Patience}, {@link Deadline}. Invariants: nobody
 * who has answered is asked again; at most {@link #ASKED_MAX} are asked; it ends once, and says
 * that there may be more unless it has found enough or has asked everybody. Its hops are its waves.
 */
final class WaveSearch {
  private static final int ASKED_MAX = 1 << 15;
  private static final int FIRST_WAVE = 8;
  private static final int WAVE_MAX = 256;

  /** Rings when a wave has been waited for long enough. */
  record Patience(WaveSearch search, int wave) implements Timer {}

  /** Rings when a search has taken too long. */
  record Deadline(WaveSearch search) implements Timer {}

  private final Host host;
  private final MailboxConfig config;
  private final PeerRequests requests;
  private final Key key;
  private final int wanted;
  private final Consumer<SearchResult> whenDone;
  private final Set<Peer> known = new LinkedHashSet<>();
  private final Deque<Peer> waiting = new ArrayDeque<>();
  private final List<Peer> providers = new ArrayList<>(1);
  private int wave;
  private int open;
  private int answered;
  private int lastHops; // to the provider that was found last
  private boolean someNotAsked; // whether somebody was named and is never asked
  private boolean done;

  WaveSearch(
      Host host,
      MailboxConfig config,
      PeerRequests requests,
      Key key,
      int wanted,
      Consumer<SearchResult> whenDone) {
    this.host = host;
    this.config = config;
    this.requests = requests;
    this.key = key;
    this.wanted = wanted;
    this.whenDone = whenDone;
  }

  /** Begins with these peers. */
  void begin(List<Peer> peers) {
    known.add(host.self());
    learn(peers);
    host.setTimer(new Deadline(this), config.deadlineNanos());
    goOn();
  }

  private void learn(List<Peer> peers) {
    for (Peer peer : peers) {
      if (known.size() > ASKED_MAX) {
        someNotAsked |= !known.contains(peer);
      } else if (known.add(peer)) {
        waiting.add(peer);
      }
    }
  }

  /** Asks the next wave; with nobody left to ask, the search is over with the last reply. */
  private void goOn() {
    if (waiting.isEmpty()) {
      if (open == 0) {
        boolean failed = answered == 0 && wave > 0 && providers.isEmpty();
        finish(failed ? SearchResult.failed(wave) : someNotAsked ? found().asPartial() : found());
      }
      return;
    }
    int width = Math.min(WAVE_MAX, FIRST_WAVE << Math.min(wave, 8));
    wave++;
    for (int i = Math.min(width, waiting.size()); i > 0; i--) {
      open++;
      ask(waiting.remove(), wave);
    }
    host.setTimer(new Patience(this, wave), config.patienceNanos());
  }

  /** Asks a peer, and once more because a message may have been lost, unless the search is over. */
  private void ask(Peer peer, int hops) {
    requests.send(
        peer,
        id -> new MailboxMessage.Ask(id, key),
        RetryPolicy.twice(config.timeoutNanos()).within(2 * config.timeoutNanos()),
        ReplyHandler.of(told -> told(peer, hops, told), this::settled, () -> !done));
  }

  private void told(Peer peer, int hops, MailboxMessage.AskReply told) {
    answered++;
    if (told.offered()) {
      take(peer, hops);
    }
    if (!done) {
      learn(told.others());
    }
    settled();
  }

  /** Notes one that offers the content, after so many hops; that may be enough. */
  void take(Peer provider, int hops) {
    providers.add(provider);
    lastHops = hops;
    if (providers.size() >= wanted) {
      finish(found());
    }
  }

  boolean isDone() {
    return done;
  }

  private SearchResult found() {
    return SearchResult.naming(key, providers, providers.isEmpty() ? wave : lastHops);
  }

  private void settled() {
    open--;
    if (!done && open == 0) {
      goOn();
    }
  }

  /** Goes on although some of the wave have not answered; they may still. */
  void onPatience(int ofWave) {
    if (!done && ofWave == wave && !waiting.isEmpty()) {
      goOn();
    }
  }

  void onDeadline() {
    finish(providers.isEmpty() ? SearchResult.failed(wave) : found().asPartial());
  }

  private void finish(SearchResult answer) {
    if (!done) {
      done = true;
      waiting.clear();
      whenDone.accept(answer);
    }
  }
}
