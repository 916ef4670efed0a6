package io.duet.chord;

import io.duet.node.Key;
import io.duet.node.NodeEvent;
import io.duet.node.PeerAddress;
import io.duet.node.Purpose;
import io.duet.node.ReplyHandler;
import io.duet.overlay.Answer;
import io.duet.overlay.ProviderRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A user's search: a lookup of the key's owner, then one step to the owner for the records; where
 * the location cache is complete around the key, the owner is asked at once. An owner that is dead,
 * or has nothing, is not the last word: those that follow it hold replicas.
 */
final class RecordSearch implements Lookup.Listener, ReplyHandler<ChordMessage.Records> {
  private static final int ASKED_MAX = 32;
  private static final int EMPTY_HANDED_MAX = 2;
  private static final int LOOKUPS_MAX = 3;

  private final ChordNode node;
  private final Key key;
  private final Consumer<Answer> whenDone;
  private final long started;
  private final List<RingPeer> owners = new ArrayList<>(4);
  private final List<PeerAddress> asked = new ArrayList<>(2);
  private RingPeer current;
  private List<ProviderRecord> copies = List.of(); // by one that is not the owner
  private int hops;
  private int timeouts; // of the lookup
  private @Nullable RingPeer namedBy; // named the owners, and may know more
  private long lookupNanos = -1;
  private int steps; // answered, the last one to the owner too
  private int emptyHanded;
  private boolean denied;
  private int lookups;

  RecordSearch(ChordNode node, Key key, Consumer<Answer> whenDone) {
    this.node = node;
    this.key = key;
    this.whenDone = whenDone;
    this.started = node.host().nowNanos();
    this.current = node.view().self();
  }

  /** Begins at the member that the location cache holds for the owner, or else by a lookup. */
  void start() {
    owners.addAll(node.view().likelyOwners(RingId.of(key)));
    if (owners.isEmpty()) {
      lookUp();
    } else {
      askNext();
    }
  }

  private void lookUp() {
    lookups++;
    denied |= emptyHanded > 0;
    emptyHanded = 0;
    node.lookUp(RingId.of(key), Purpose.SEARCH, this);
  }

  @Override
  public void onOwner(List<RingPeer> found, RingPeer before, Lookup.Cost cost) {
    hops += cost.hops();
    timeouts += cost.timeouts();
    steps += cost.steps();
    namedBy = before.equals(node.view().self()) ? null : before;
    lookupNanos = age();
    owners.addAll(found);
    askNext();
  }

  @Override
  public void onNoOwner(Lookup.Cost cost) {
    hops += cost.hops();
    timeouts += cost.timeouts();
    finish(Answer.failed(hops));
  }

  private void askNext() {
    owners.removeIf(owner -> asked.contains(owner.address()));
    if (owners.isEmpty() || emptyHanded >= EMPTY_HANDED_MAX || asked.size() >= ASKED_MAX) {
      giveUp();
      return;
    }
    current = owners.remove(0);
    asked.add(current.address());
    if (current.equals(node.view().self())) {
      take(node.recordsOf(key));
    } else {
      hops++;
      node.ask(current.address(), id -> new ChordMessage.GetRecords(id, key), this);
    }
  }

  /** All owners that were named are dead, or wrong: perhaps the ring knows better ones now. */
  private void giveUp() {
    if (emptyHanded == 0 && namedBy != null && asked.size() < ASKED_MAX) {
      askForMoreOwners(namedBy);
      return;
    }
    boolean lookedUp = emptyHanded > 0 && lookups > 0;
    boolean late =
        lookups >= (node.config().retry() ? LOOKUPS_MAX : 1)
            || age() >= node.config().lookupNanos();
    if (!copies.isEmpty()) {
      finish(answer(copies));
    } else if (!lookedUp && !late) {
      lookUp();
    } else {
      finish(denied || emptyHanded > 0 ? answer(List.of()) : Answer.failed(hops));
    }
  }

  /** All that were named are dead; the member that named them has a longer list. */
  private void askForMoreOwners(RingPeer before) {
    namedBy = null;
    hops++;
    node.ask(before.address(), ChordMessage.GetNeighbors::new, new MoreOwners(before));
  }

  private final class MoreOwners implements ReplyHandler<ChordMessage.Neighbors> {
    private final RingPeer before;

    MoreOwners(RingPeer before) {
      this.before = before;
    }

    @Override
    public void onReply(ChordMessage.Neighbors reply) {
      reply.successors().stream()
          .filter(peer -> RingId.isWithin(before.id(), RingId.of(key), peer.id()))
          .forEach(owners::add);
      askNext();
    }

    @Override
    public void onFailure() {
      giveUp();
    }
  }

  @Override
  public void onReply(ChordMessage.Records reply) {
    steps++;
    List<ProviderRecord> records = new ArrayList<>();
    for (ChordMessage.Provider provider : reply.providers()) {
      records.add(new ProviderRecord(key, provider.address(), provider.secondsLeft()));
    }
    if (reply.owner() != null && isToBeAsked(reply.owner())) {
      copies = records.isEmpty() ? copies : records;
      owners.add(0, reply.owner());
      askNext();
    } else {
      take(records);
    }
  }

  /** Whether the asked member rightly says that another, between the key and itself, owns it. */
  private boolean isToBeAsked(RingPeer owner) {
    boolean closer =
        RingId.isBetween(RingId.of(key) - 1, owner.id(), current.id()); // the key's own place too
    if (!closer) {
      node.refuse(current.address(), "owner is no closer to the key");
    }
    return closer && !asked.contains(owner.address());
  }

  private void take(List<ProviderRecord> records) {
    if (records.isEmpty() && copies.isEmpty()) {
      emptyHanded++;
      askNext();
    } else {
      finish(answer(records.isEmpty() ? copies : records));
    }
  }

  @Override
  public void onFailure() {
    timeouts += lookups == 0 ? 1 : 0; // then asking is how the owner is found
    askNext();
  }

  private Answer answer(List<ProviderRecord> records) {
    lookupNanos = lookupNanos < 0 ? age() : lookupNanos; // asked at once, without a lookup
    boolean remote = !current.equals(node.view().self());
    return Answer.of(records, hops, Math.max(0, remote ? steps - 1 : steps));
  }

  private void finish(Answer answer) {
    boolean answered = answer.status() == Answer.Status.FOUND;
    node.host().emit(new NodeEvent.SearchFinished(answered, answer.hops(), age()));
    whenDone.accept(answer.withLookup(timeouts, lookupNanos));
  }

  private long age() {
    return node.host().nowNanos() - started;
  }
}
