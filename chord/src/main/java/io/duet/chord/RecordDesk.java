package io.duet.chord;

import io.duet.node.Message;
import io.duet.node.PeerAddress;
import io.duet.overlay.ProviderRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a member does with each message about records. It belongs to no member, as {@link Dispatch}.
 */
final class RecordDesk {

  private RecordDesk() {}

  static void onMessage(ChordNode node, PeerAddress from, Message message) {
    if (message instanceof ChordMessage.GetRecords get) {
      node.host().send(from, answer(node, get));
    } else if (message instanceof ChordMessage.StoreRecord store) {
      RecordCopy record =
          new RecordCopy(store.key(), store.name(), from, store.secondsLeft(), false);
      keep(node, from, store.requestId(), record);
    } else if (message instanceof ChordMessage.DropRecord drop) {
      int seconds = node.config().recordSeconds();
      RecordCopy record = new RecordCopy(drop.key(), drop.name(), from, seconds, true);
      keep(node, from, drop.requestId(), record);
    } else if (message instanceof ChordMessage.FindNames find) {
      WordDesk.onFindNames(node, from, find);
    } else {
      onCopies(node, from, message);
    }
  }

  /** Messages of those that own or replicate what this member keeps. */
  private static void onCopies(ChordNode node, PeerAddress from, Message message) {
    RingPeer sender = RingPeer.of(from);
    if (message instanceof ChordMessage.StoreCopies store) {
      ChordMessage.Outcome outcome = take(node, sender, store.copies());
      if (outcome != null) {
        node.host().send(from, new ChordMessage.Stored(store.requestId(), outcome, null));
      }
    } else if (message instanceof ChordMessage.Replicate replicate) {
      take(node, sender, replicate.copies());
    } else if (message instanceof ChordMessage.CompareRecords compare) {
      onCompare(node, sender, compare);
    } else if (message instanceof ChordMessage.ExchangeRecords exchange) {
      onExchange(node, sender, exchange);
    } else {
      node.refuse(from, "not a message of the ring");
    }
  }

  private static ChordMessage.Records answer(ChordNode node, ChordMessage.GetRecords get) {
    List<ChordMessage.Provider> providers = new ArrayList<>();
    for (ProviderRecord record : node.contents().recordsOf(get.key())) {
      providers.add(new ChordMessage.Provider(record.provider(), record.secondsLeft()));
    }
    RingPeer owner = node.view().otherOwner(RingId.of(get.key()));
    return new ChordMessage.Records(get.requestId(), owner, providers);
  }

  private static void keep(ChordNode node, PeerAddress from, int requestId, RecordCopy record) {
    node.contents()
        .keeper()
        .keep(
            record,
            outcome -> {
              refuseUnlessKept(node, from, outcome);
              RingPeer owner = node.view().otherOwner(RingId.of(record.key()));
              node.host().send(from, new ChordMessage.Stored(requestId, outcome, owner));
            });
  }

  private static void refuseUnlessKept(
      ChordNode node, PeerAddress from, ChordMessage.Outcome outcome) {
    if (outcome == ChordMessage.Outcome.NO_ROOM) {
      node.refuse(from, "no room for a record");
    } else if (outcome == ChordMessage.Outcome.NO_TIME) {
      node.refuse(from, "record without time left");
    } else if (outcome == ChordMessage.Outcome.WRONG_WORD) {
      node.refuse(from, "posting whose name lacks its word");
    }
  }

  /** What became of copies; null when the sender may not send one of them. */
  private static ChordMessage.@Nullable Outcome take(
      ChordNode node, RingPeer sender, List<RecordCopy> copies) {
    ChordMessage.Outcome outcome = ChordMessage.Outcome.KEPT;
    for (RecordCopy copy : copies) {
      ChordMessage.Outcome one = node.contents().keeper().take(sender, copy);
      if (one == null) {
        node.refuse(sender.address(), "copy from no owner");
        return null;
      }
      outcome = one == ChordMessage.Outcome.KEPT ? outcome : one;
    }
    refuseUnlessKept(node, sender.address(), outcome);
    return outcome;
  }

  private static void onCompare(
      ChordNode node, RingPeer sender, ChordMessage.CompareRecords compare) {
    List<ChordMessage.Part> parts = compare.parts();
    Place end = parts.isEmpty() ? compare.after() : parts.get(parts.size() - 1).until();
    Span whole = new Span(compare.after(), end);
    if (mayAsk(node, sender, whole)) {
      node.host().send(sender.address(), differences(node.contents().copies(whole), compare));
    }
  }

  /** Only who can own all of a span may compare it. */
  private static boolean mayAsk(ChordNode node, RingPeer sender, Span span) {
    boolean may = span.canBelongTo(sender, node.view().self());
    if (!may) {
      node.refuse(sender.address(), "comparison by no owner");
    }
    return may;
  }

  /** The parts whose digests are not those of these records, which are in order. */
  private static ChordMessage.Differences differences(
      List<RecordCopy> own, ChordMessage.CompareRecords compare) {
    int differing = 0;
    int empty = 0;
    int next = 0;
    Place after = compare.after();
    for (int i = 0; i < compare.parts().size(); i++) {
      ChordMessage.Part part = compare.parts().get(i);
      Span span = new Span(after, part.until());
      int first = next;
      while (next < own.size() && span.contains(own.get(next).place())) {
        next++;
      }
      if (Comparison.digest(own.subList(first, next)) != part.digest()) {
        differing |= 1 << i;
        empty |= first == next ? 1 << i : 0;
      }
      after = part.until();
    }
    return new ChordMessage.Differences(compare.requestId(), differing, empty);
  }

  private static void onExchange(
      ChordNode node, RingPeer sender, ChordMessage.ExchangeRecords exchange) {
    if (mayAsk(node, sender, exchange.span())) {
      node.host()
          .send(sender.address(), exchanged(node.contents().copies(exchange.span()), exchange));
    }
  }

  /** The records that the other one lacks, as many as go into one answer, and those lacked here. */
  private static ChordMessage.Exchanged exchanged(
      List<RecordCopy> own, ChordMessage.ExchangeRecords exchange) {
    List<RecordCopy> copies = new ArrayList<>();
    int lacking = exchange.marks().isEmpty() ? 0 : -1 >>> (32 - exchange.marks().size());
    Place until = exchange.span().until();
    for (RecordCopy record : own) {
      int known = exchange.marks().indexOf(record.place().mark());
      if (known >= 0) {
        lacking &= ~(1 << known);
      } else if (copies.size() < WireLimits.COPIES_MAX) {
        copies.add(record);
      } else {
        until = copies.get(copies.size() - 1).place();
      }
    }
    return new ChordMessage.Exchanged(exchange.requestId(), until, copies, lacking);
  }
}
