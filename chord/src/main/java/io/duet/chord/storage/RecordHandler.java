package io.duet.chord.storage;

import io.duet.chord.id.RecordPosition;
import io.duet.chord.id.RecordRange;
import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.id.StoredRecord;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordContext;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.overlay.OverlayEvent;
import io.duet.overlay.ProviderRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Handles messages about records from other members. */
record RecordHandler(ChordContext node, ContentService contents) {

  void onMessage(Peer from, Message message) {
    if (node.config().requestLog()) {
      announce(from, message);
    }
    if (message instanceof ChordMessage.GetRecords get) {
      node.host().send(from, answer(get));
    } else if (message instanceof ChordMessage.StoreRecords store) {
      put(from, store);
    } else if (message instanceof ChordMessage.RenewRecords renew) {
      boolean renewed =
          contents.store().renew(from, renew.range(), renew.digest(), renew.secondsLeft());
      node.host().send(from, new ChordMessage.Renewed(renew.requestId(), renewed));
    } else if (message instanceof ChordMessage.FindNames find) {
      new PostingHandler(contents).onFindNames(from, find);
    } else {
      onCopies(from, message);
    }
  }

  /** Reports a request of another member for its user. */
  private void announce(Peer from, Message message) {
    if (message instanceof ChordMessage.GetRecords get) {
      announce(from, "providers of " + get.key());
    } else if (message instanceof ChordMessage.FindNames find) {
      announce(from, "names with the words " + String.join(" ", find.words()));
    }
  }

  private void announce(Peer from, String request) {
    node.host().emit(new OverlayEvent.RequestArrived(from, request, 1));
  }

  /** Handles the messages between owners and replicas. */
  private void onCopies(Peer from, Message message) {
    RingPeer sender = RingPeer.of(from);
    if (message instanceof ChordMessage.StoreCopies store) {
      ChordMessage.Outcome outcome = take(sender, store.copies());
      if (outcome != null) {
        node.host().send(from, new ChordMessage.Stored(store.requestId(), outcome, 0, null));
      }
    } else if (message instanceof ChordMessage.Replicate replicate) {
      take(sender, replicate.copies());
    } else if (message instanceof ChordMessage.RenewCopies renew) {
      onRenewCopies(sender, renew);
    } else if (message instanceof ChordMessage.CompareRecords compare) {
      onCompare(sender, compare);
    } else if (message instanceof ChordMessage.ExchangeRecords exchange) {
      onExchange(sender, exchange);
    } else {
      node.refuse(from, "not a message of the ring");
    }
  }

  private ChordMessage.Records answer(ChordMessage.GetRecords get) {
    List<ProviderRecord> records = contents.recordsOf(get.key());
    List<ChordMessage.Provider> providers = new ArrayList<>(records.size());
    for (ProviderRecord record : records) {
      providers.add(new ChordMessage.Provider(record.provider(), record.secondsLeft()));
    }
    RingPeer owner = node.routing().otherOwner(RingId.of(get.key()));
    return new ChordMessage.Records(get.requestId(), owner, providers);
  }

  private void put(Peer from, ChordMessage.StoreRecords store) {
    List<StoredRecord> records =
        store.records().stream().map(one -> record(from, one, store.secondsLeft())).toList();
    contents
        .store()
        .put(
            records,
            outcomes -> {
              refuseUnlessKept(from, outcomes.outcome());
              node.host()
                  .send(
                      from,
                      new ChordMessage.Stored(
                          store.requestId(),
                          outcomes.outcome(),
                          outcomes.refused(),
                          contents.otherOwner(records)));
            });
  }

  private StoredRecord record(Peer from, ChordMessage.Announcement one, int secondsLeft) {
    int seconds = one.withdrawn() ? node.config().recordSeconds() : secondsLeft;
    return new StoredRecord(one.key(), one.name(), from, seconds, one.withdrawn());
  }

  private void refuseUnlessKept(Peer from, ChordMessage.Outcome outcome) {
    switch (outcome) {
      case NO_ROOM -> node.refuse(from, "no room for a record");
      case NO_TIME -> node.refuse(from, "record without time left");
      case WRONG_WORD -> node.refuse(from, "posting whose name lacks its word");
      case KEPT, NO_REPLICA -> {}
    }
  }

  /** Stores copies; returns null if the sender may not send one of them. */
  private ChordMessage.@Nullable Outcome take(RingPeer sender, List<StoredRecord> copies) {
    ChordMessage.Outcome outcome = ChordMessage.Outcome.KEPT;
    for (StoredRecord copy : copies) {
      ChordMessage.Outcome one = contents.store().take(sender, copy);
      if (one == null) {
        node.refuse(sender.peer(), "copy from no owner");
        return null;
      }
      outcome = one == ChordMessage.Outcome.KEPT ? outcome : one;
    }
    refuseUnlessKept(sender.peer(), outcome);
    return outcome;
  }

  private void onRenewCopies(RingPeer sender, ChordMessage.RenewCopies renew) {
    if (mayAsk(sender, renew.range())) {
      boolean renewed =
          contents
              .store()
              .renewCopies(renew.provider(), renew.range(), renew.digest(), renew.secondsLeft());
      node.host().send(sender.peer(), new ChordMessage.Renewed(renew.requestId(), renewed));
    }
  }

  private void onCompare(RingPeer sender, ChordMessage.CompareRecords compare) {
    List<ChordMessage.Part> parts = compare.parts();
    RecordPosition end = parts.isEmpty() ? compare.after() : parts.get(parts.size() - 1).until();
    if (mayAsk(sender, new RecordRange(compare.after(), end))) {
      node.host().send(sender.peer(), differences(compare));
    }
  }

  /** Whether the sender can own the whole range; refuses its message otherwise. */
  private boolean mayAsk(RingPeer sender, RecordRange range) {
    boolean may = range.canBelongTo(sender, node.routing().self());
    if (!may) {
      node.refuse(sender.peer(), "comparison by no owner");
    }
    return may;
  }

  /** The parts whose digests differ from those of the records stored here. */
  private ChordMessage.Differences differences(ChordMessage.CompareRecords compare) {
    int differing = 0;
    int empty = 0;
    RecordPosition after = compare.after();
    for (int i = 0; i < compare.parts().size(); i++) {
      ChordMessage.Part part = compare.parts().get(i);
      RecordStore.Sum own = contents.sum(new RecordRange(after, part.until()));
      if (own.digest() != part.digest()) {
        differing |= 1 << i;
        empty |= own.count() == 0 ? 1 << i : 0;
      }
      after = part.until();
    }
    return new ChordMessage.Differences(compare.requestId(), differing, empty);
  }

  private void onExchange(RingPeer sender, ChordMessage.ExchangeRecords exchange) {
    if (mayAsk(sender, exchange.span())) {
      node.host().send(sender.peer(), new Exchange(exchange).with(contents.store()));
    }
  }
}
