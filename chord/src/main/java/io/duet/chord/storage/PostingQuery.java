package io.duet.chord.storage;

import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.id.StoredRecord;
import io.duet.chord.lookup.Lookups;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordContext;
import io.duet.node.TrafficClass;
import io.duet.overlay.ContentName;
import io.duet.overlay.Keywords;
import io.duet.overlay.trace.SearchTrace;
import io.duet.rpc.ReplyHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks the owner of a word for postings: looks it up, then sends it the query. If the owner is dead
 * or has none, the members that follow it are asked, until two have answered that they have none.
 *
 * <p>Messages out: {@link ChordMessage.FindNames}, to at most 6 members.
 */
final class PostingQuery implements Lookups.Listener {
  private static final int ASKED_MAX = 6;
  private static final int EMPTY_HANDED_MAX = 2;

  private final ChordContext node;
  private final ContentService contents;
  private final List<String> words;
  private final int lengthMax;
  private final @Nullable SearchTrace trace;
  private final Consumer<PostingQuery> whenDone;
  private final List<RingPeer> owners = new ArrayList<>(4);
  private final List<RingPeer> asked = new ArrayList<>(2);
  private ChordMessage.@Nullable Names best;
  private int emptyHanded;
  private int hops;

  /**
   * A query to the owner of the first of these words.
   *
   * @param lengthMax if the first word has more postings, only their number is requested
   */
  PostingQuery(
      ContentService contents,
      List<String> words,
      int lengthMax,
      @Nullable SearchTrace trace,
      Consumer<PostingQuery> whenDone) {
    this.trace = trace;
    this.node = contents.node;
    this.contents = contents;
    this.words = words;
    this.lengthMax = lengthMax;
    this.whenDone = whenDone;
  }

  void start() {
    contents.lookups.start(position(), TrafficClass.SEARCH, this);
  }

  private long position() {
    return RingId.of(StoredRecord.ofWord(words.get(0)));
  }

  String firstWord() {
    return words.get(0);
  }

  int lengthMax() {
    return lengthMax;
  }

  /** The reply with the most postings; null if no member replied. */
  ChordMessage.@Nullable Names answer() {
    return best;
  }

  /** The number of postings of the first word; {@link Integer#MAX_VALUE} if no member replied. */
  int length() {
    return best == null ? Integer.MAX_VALUE : best.length();
  }

  int hops() {
    return hops;
  }

  @Override
  public @Nullable SearchTrace trace() {
    return trace;
  }

  @Override
  public void onOwner(List<RingPeer> found, RingPeer before, Lookups.Cost cost) {
    hops += cost.hops();
    owners.addAll(found);
    askNext();
  }

  @Override
  public void onNoOwner(Lookups.Cost cost) {
    hops += cost.hops();
    whenDone.accept(this);
  }

  private void askNext() {
    owners.removeAll(asked);
    if (owners.isEmpty() || asked.size() >= ASKED_MAX || emptyHanded >= EMPTY_HANDED_MAX) {
      whenDone.accept(this);
      return;
    }
    RingPeer owner = owners.remove(0);
    asked.add(owner);
    if (owner.equals(node.routing().self())) {
      ChordMessage.FindNames find = new ChordMessage.FindNames(0, words, lengthMax);
      take(owner, new PostingHandler(contents).answer(find));
    } else {
      hops++;
      noteAsked(owner);
      node.ask(
          owner.peer(),
          id -> new ChordMessage.FindNames(id, words, lengthMax),
          ReplyHandler.of(reply -> onNames(owner, reply), () -> onFailure(owner)));
    }
  }

  private void noteNamed(RingPeer owner, RingPeer by) {
    if (trace != null) {
      trace.learned(owner.peer(), "reply of " + by.peer());
    }
  }

  private void noteAsked(RingPeer owner) {
    if (trace != null) {
      trace.asked(owner.peer(), "names with " + words.get(0), node.host().nowNanos());
    }
  }

  private void onFailure(RingPeer owner) {
    if (trace != null) {
      trace.timedOut(owner.peer(), node.host().nowNanos());
    }
    askNext();
  }

  private void onNames(RingPeer owner, ChordMessage.Names reply) {
    if (trace != null) {
      String answer = reply.names().size() + " names, the word has " + reply.length();
      trace.answered(owner.peer(), answer, node.host().nowNanos());
    }
    if (isValid(reply)) {
      take(owner, reply);
    } else {
      node.refuse(owner.peer(), "name without the words");
      askNext();
    }
  }

  /** Whether each name in a reply contains all words and has a provider. */
  private boolean isValid(ChordMessage.Names reply) {
    Keywords wanted = Keywords.of(String.join(" ", words));
    return reply.names().stream()
        .allMatch(
            name ->
                ContentName.isName(name.text())
                    && !name.providers().isEmpty()
                    && wanted.areIn(name.text()));
  }

  private void take(RingPeer from, ChordMessage.Names reply) {
    if (best == null || best.length() < reply.length()) {
      best = reply;
    }
    if (reply.length() > 0) {
      whenDone.accept(this);
      return;
    }
    RingPeer owner = reply.owner();
    if (owner != null && RingId.isBetween(position() - 1, owner.id(), from.id())) {
      owners.add(0, owner);
      noteNamed(owner, from);
    } else {
      emptyHanded++;
    }
    askNext();
  }
}
