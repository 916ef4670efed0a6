package io.duet.chord.storage;

import io.duet.chord.id.RecordRange;
import io.duet.chord.id.RingPeer;
import io.duet.chord.lookup.Lookups;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordContext;
import io.duet.rpc.ReplyHandler;
import java.util.List;

/**
 * Renews published records: looks up the owner of a range and sends it their digest. If it stores
 * other records, or does not answer, they are stored again.
 *
 * <p>Message out: {@link ChordMessage.RenewRecords}.
 *
 * @param range begins with a stored record
 */
record RenewRecords(ContentService contents, RecordRange range) implements Lookups.Listener {

  @Override
  public void onOwner(List<RingPeer> owners, RingPeer before, Lookups.Cost cost) {
    RingPeer owner = owners.get(0);
    RecordRange part = contents.publications().ownedPart(range, owner);
    if (part == null) {
      contents.publications().requestEnded(); // withdrawn meanwhile
    } else {
      ask(owner, part);
    }
  }

  private void ask(RingPeer owner, RecordRange part) {
    ChordContext node = contents.node;
    long digest = contents.publications().digest(part);
    int seconds = node.config().recordSeconds();
    if (owner.equals(node.routing().self())) {
      end(part, contents.store().renew(node.host().self(), part, digest, seconds));
    } else {
      node.ask(
          owner.peer(),
          id -> new ChordMessage.RenewRecords(id, part, digest, seconds),
          ReplyHandler.of(reply -> end(part, reply.renewed()), () -> end(part, false)));
    }
  }

  private void end(RecordRange part, boolean renewed) {
    if (!renewed) {
      contents.publications().notRenewed(part);
    }
    contents.publications().requestEnded();
  }

  @Override
  public void onNoOwner(Lookups.Cost cost) {
    end(range, false);
  }
}
