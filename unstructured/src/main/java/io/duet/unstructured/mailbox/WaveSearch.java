package io.duet.unstructured.mailbox;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.node.Timer;
import io.duet.overlay.SearchResult;
import io.duet.overlay.spi.PeerNode;
import io.duet.rpc.ReplyHandler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One search: it asks peers whether they offer a content, in waves that double, until enough do.
 * Each peer answers for itself, so a provider is alive and has the content. In a network larger
 * than a peer list, the asked peers name others, which are asked too.
 *
 * <p>Message out: Ask; in: AskReply. Timers: {@link NextWave}, {@link Deadline}. Invariants: no
 * peer is asked again after its reply; at most {@link #ASKED_MAX} are asked; the search ends once;
 * the result is partial unless enough were found or all were asked. The hops are the number of
 * waves.
 */
final class WaveSearch {
  private static final int ASKED_MAX = 1 << 15;
  private static final int FIRST_WAVE = 8;
  private static final int WAVE_MAX = 256;

  /** Fires when it is time for the wave after {@code wave}. */
  record NextWave(WaveSearch search, int wave) implements Timer {}

  /** Fires when the search has to end. */
  record Deadline(WaveSearch search) implements Timer {}

  private final PeerNode<MailboxConfig> node;
  private final Key key;
  private final int wanted;
  private final Consumer<SearchResult> whenDone;
  private final Set<Peer> known = new LinkedHashSet<>();
  private final Deque<Peer> waiting = new ArrayDeque<>();
  private final List<Peer> providers = new ArrayList<>(1);
  private int wave;
  private int open;
  private int answered;
  private int lastHops; // of the last provider found
  private boolean someNotAsked; // a named peer is not asked, beyond the bound
  private boolean done;

  WaveSearch(PeerNode<MailboxConfig> node, Key key, int wanted, Consumer<SearchResult> whenDone) {
    this.node = node;
    this.key = key;
    this.wanted = wanted;
    this.whenDone = whenDone;
  }

  /** Starts with these peers. */
  void begin(List<Peer> peers) {
    known.add(node.self());
    learn(peers);
    node.host().setTimer(new Deadline(this), node.config().deadlineNanos());
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

  /** Asks the next wave; without one, the search ends with the last reply. */
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
    node.host().setTimer(new NextWave(this, wave), node.config().waveIntervalNanos());
  }

  private void ask(Peer peer, int hops) {
    node.askTwice(
        peer,
        id -> new MailboxMessage.Ask(id, key),
        ReplyHandler.of(reply -> onReply(peer, hops, reply), this::settled, () -> !done));
  }

  private void onReply(Peer peer, int hops, MailboxMessage.AskReply reply) {
    answered++;
    if (reply.offered()) {
      take(peer, hops);
    }
    if (!done) {
      learn(reply.others());
    }
    settled();
  }

  /** Adds a provider, found after {@code hops} hops; true if there are enough: the search ends. */
  boolean take(Peer provider, int hops) {
    providers.add(provider);
    lastHops = hops;
    if (providers.size() >= wanted) {
      finish(found());
    }
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

  /** Starts the next wave although some replies are missing; they may still arrive. */
  void onWaveInterval(int ofWave) {
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
