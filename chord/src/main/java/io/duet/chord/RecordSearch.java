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

/**
 * A user's search: a lookup of the key's owner, then one step to the owner for the records. An
 * owner that is dead, or has nothing, is not the last word: those that follow it hold replicas.
 */
final class RecordSearch implements Lookup.Listener, ReplyHandler<ChordMessage.Records> {
  private static final int ASKED_MAX = 6;
  private static final int EMPTY_HANDED_MAX = 2;
  private static final int LOOKUPS_MAX = 2;

  private final ChordNode node;
  private final Key key;
  private final Consumer<Answer> whenDone;
  private final long started;
  private final List<RingPeer> owners = new ArrayList<>(4);
  private final List<PeerAddress> asked = new ArrayList<>(2);
  private RingPeer current;
  private int hops;
  private int timeouts;
  private int emptyHanded;
  private int lookups;

  RecordSearch(ChordNode node, Key key, Consumer<Answer> whenDone) {
    this.node = node;
    this.key = key;
    this.whenDone = whenDone;
    this.started = node.host().nowNanos();
    this.current = node.view().self();
  }

  @Override
  public void onOwner(List<RingPeer> found, RingPeer before, Lookup.Cost cost) {
    hops += cost.hops();
    timeouts += cost.timeouts();
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

  /** All owners that were named are dead: perhaps the ring knows better ones now. */
  private void giveUp() {
    if (emptyHanded > 0) {
      finish(answer(List.of()));
    } else if (lookups++ < LOOKUPS_MAX && age() < node.config().lookupNanos()) {
      node.lookUp(RingId.of(key), Purpose.SEARCH, this);
    } else {
      finish(Answer.failed(hops));
    }
  }

  @Override
  public void onReply(ChordMessage.Records reply) {
    if (reply.owner() != null && reply.providers().isEmpty()) {
      follow(reply.owner());
      return;
    }
    List<ProviderRecord> records = new ArrayList<>();
    for (ChordMessage.Provider provider : reply.providers()) {
      records.add(new ProviderRecord(key, provider.address(), provider.secondsLeft()));
    }
    take(records);
  }

  /** The asked member says that another, between the key and itself, owns the key by now. */
  private void follow(RingPeer owner) {
    boolean closer =
        RingId.isBetween(RingId.of(key) - 1, owner.id(), current.id()); // the key's own place too
    if (!closer) {
      node.refuse(current.address(), "owner is no closer to the key");
    }
    if (closer && !asked.contains(owner.address())) {
      owners.add(0, owner);
      askNext();
    } else {
      take(List.of());
    }
  }

  private void take(List<ProviderRecord> records) {
    if (records.isEmpty()) {
      emptyHanded++;
      askNext();
    } else {
      finish(answer(records));
    }
  }

  @Override
  public void onFailure() {
    timeouts++;
    askNext();
  }

  private Answer answer(List<ProviderRecord> records) {
    return Answer.of(records, hops, Math.max(0, hops - timeouts - 1));
  }

  private void finish(Answer answer) {
    boolean answered = answer.status() == Answer.Status.FOUND;
    node.host().emit(new NodeEvent.SearchFinished(answered, answer.hops(), age()));
    whenDone.accept(answer.withTimeouts(timeouts));
  }

  private long age() {
    return node.host().nowNanos() - started;
  }
}
