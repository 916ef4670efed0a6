package io.duet.chord.storage;

import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.lookup.Lookups;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.onehop.LocationTable;
import io.duet.chord.ring.ChordContext;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.node.TrafficClass;
import io.duet.overlay.OverlayEvent;
import io.duet.overlay.ProviderRecord;
import io.duet.overlay.SearchResult;
import io.duet.overlay.trace.SearchTrace;
import io.duet.rpc.ReplyHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Searches the providers of a content: looks up the owner of its key and asks it for the records.
 * Where the location table is complete around the key, the owner is asked without a lookup. If the
 * owner is dead or has no record, the replicas after it are asked.
 *
 * <p>Messages out: {@link ChordMessage.GetRecords}, {@link ChordMessage.GetNeighbors}.
 */
final class FindProviders implements Lookups.Listener {
  private static final int ASKED_MAX = 32;
  private static final int EMPTY_HANDED_MAX = 2;
  private static final int LOOKUPS_MAX = 3;

  private final ChordContext node;
  private final ContentService contents;
  private final Key key;
  private final @Nullable SearchTrace trace;
  private final Consumer<SearchResult> whenDone;
  private final long started;
  private final List<RingPeer> owners = new ArrayList<>(4);
  private final List<Peer> asked = new ArrayList<>(2);
  private List<ProviderRecord> copies = List.of(); // from a member that is not the owner
  private int open;
  private boolean done;
  private int hops;
  private int timeouts; // of the lookup
  private @Nullable RingPeer namedBy; // the member that named the owners, and may know more
  private long lookupNanos = -1;
  private int steps; // of the lookup, and from a supposed owner to the next
  private int emptyHanded;
  private boolean denied;
  private int lookupCount;

  FindProviders(
      ContentService contents,
      Key key,
      @Nullable SearchTrace trace,
      Consumer<SearchResult> whenDone) {
    this.trace = trace;
    this.node = contents.node;
    this.contents = contents;
    this.key = key;
    this.whenDone = whenDone;
    this.started = node.host().nowNanos();
  }

  /** Asks the likely owner by the location table, or else begins with a lookup. */
  void start() {
    LocationTable locations = contents.locations;
    if (locations != null) {
      owners.addAll(locations.likelyOwners(node.routing(), RingId.of(key)));
      owners.forEach(owner -> learned(owner, "location table"));
    }
    if (owners.isEmpty()) {
      lookUp();
    } else {
      goOn();
    }
  }

  @Override
  public @Nullable SearchTrace trace() {
    return trace;
  }

  private void learned(RingPeer peer, String source) {
    if (trace != null) {
      trace.learned(peer.peer(), source);
    }
  }

  private void lookUp() {
    lookupCount++;
    denied |= emptyHanded > 0;
    emptyHanded = 0;
    contents.lookups.start(RingId.of(key), TrafficClass.SEARCH, this);
  }

  @Override
  public void onOwner(List<RingPeer> found, RingPeer before, Lookups.Cost cost) {
    hops += cost.hops();
    timeouts += cost.timeouts();
    steps += cost.steps();
    namedBy = before.equals(node.routing().self()) ? null : before;
    lookupNanos = age();
    owners.addAll(found);
    goOn();
  }

  @Override
  public void onNoOwner(Lookups.Cost cost) {
    hops += cost.hops();
    timeouts += cost.timeouts();
    finish(SearchResult.failed(hops));
  }

  /** Asks the next owners, at most {@code parallel} at a time. */
  private void goOn() {
    owners.removeIf(owner -> asked.contains(owner.peer()));
    while (!done && open < node.config().parallel() && mayAsk()) {
      ask(owners.remove(0));
    }
    if (!done && open == 0) {
      giveUp();
    }
  }

  private boolean mayAsk() {
    return !owners.isEmpty() && emptyHanded < EMPTY_HANDED_MAX && asked.size() < ASKED_MAX;
  }

  private void ask(RingPeer owner) {
    asked.add(owner.peer());
    if (owner.equals(node.routing().self())) {
      take(contents.recordsOf(key));
    } else {
      hops++;
      open++;
      if (trace != null) {
        trace.asked(owner.peer(), "records", node.host().nowNanos());
      }
      node.ask(
          owner.peer(),
          id -> new ChordMessage.GetRecords(id, key),
          ReplyHandler.of(reply -> onRecords(owner, reply), () -> onNoRecords(owner)));
    }
  }

  /** All named owners are dead or wrong: asks for more of them, looks up again, or ends. */
  private void giveUp() {
    if (emptyHanded == 0 && namedBy != null && asked.size() < ASKED_MAX) {
      askForMoreOwners(namedBy);
      return;
    }
    boolean lookedUp = emptyHanded > 0 && lookupCount > 0;
    boolean late =
        lookupCount >= (node.config().retry() ? LOOKUPS_MAX : 1)
            || age() >= node.config().lookupNanos();
    if (!copies.isEmpty()) {
      finish(answer(copies));
    } else if (!lookedUp && !late) {
      lookUp();
    } else {
      finish(denied || emptyHanded > 0 ? answer(List.of()) : SearchResult.failed(hops));
    }
  }

  /** Asks the member that named the owners for its whole successor list. */
  private void askForMoreOwners(RingPeer before) {
    namedBy = null;
    hops++;
    node.ask(
        before.peer(),
        ChordMessage.GetNeighbors::new,
        ReplyHandler.of(reply -> addOwners(before, reply.successors()), this::giveUp));
  }

  private void addOwners(RingPeer before, List<RingPeer> successors) {
    for (RingPeer peer : successors) {
      if (RingId.isWithin(before.id(), RingId.of(key), peer.id())) {
        owners.add(peer);
        learned(peer, "reply of " + before.peer());
      }
    }
    goOn();
  }

  private void onRecords(RingPeer by, ChordMessage.Records reply) {
    open--;
    if (trace != null) {
      String answer = reply.providers().size() + " records";
      trace.answered(by.peer(), answer, node.host().nowNanos());
    }
    if (!done) {
      take(by, reply);
      goOn();
    }
  }

  private void onNoRecords(RingPeer owner) {
    open--;
    if (trace != null) {
      trace.timedOut(owner.peer(), node.host().nowNanos());
    }
    if (!done) {
      timeouts += lookupCount == 0 ? 1 : 0; // without a lookup, these requests find the owner
      goOn();
    }
  }

  private void take(RingPeer by, ChordMessage.Records reply) {
    List<ProviderRecord> records = new ArrayList<>(reply.providers().size());
    for (ChordMessage.Provider found : reply.providers()) {
      records.add(new ProviderRecord(key, found.address(), found.secondsLeft()));
    }
    boolean waits =
        node.config().parallel() == 1 || records.isEmpty(); // in parallel searches, copies suffice
    if (waits && reply.owner() != null && isToBeAsked(by, reply.owner())) {
      copies = records.isEmpty() ? copies : records;
      owners.add(0, reply.owner());
      learned(reply.owner(), "reply of " + by.peer());
      steps++;
    } else {
      take(records);
    }
  }

  /** Whether the owner that a member names is closer to the key, and not asked yet. */
  private boolean isToBeAsked(RingPeer by, RingPeer owner) {
    boolean closer =
        RingId.isBetween(RingId.of(key) - 1, owner.id(), by.id()); // or exactly at the key
    if (!closer) {
      node.refuse(by.peer(), "owner is no closer to the key");
    }
    return closer && !asked.contains(owner.peer());
  }

  private void take(List<ProviderRecord> records) {
    if (records.isEmpty() && copies.isEmpty()) {
      emptyHanded++;
    } else {
      finish(answer(records.isEmpty() ? copies : records));
    }
  }

  private SearchResult answer(List<ProviderRecord> records) {
    lookupNanos = lookupNanos < 0 ? age() : lookupNanos; // asked without a lookup
    return SearchResult.of(records, hops, steps);
  }

  private void finish(SearchResult answer) {
    done = true;
    boolean answered = answer.status() == SearchResult.Status.FOUND;
    node.host().emit(new OverlayEvent.SearchFinished(answered, answer.hops(), age()));
    whenDone.accept(answer.withLookup(timeouts, lookupNanos));
  }

  private long age() {
    return node.host().nowNanos() - started;
  }
}
