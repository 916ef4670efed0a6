package io.duet.unstructured;

import io.duet.wire.MalformedMessageException;
import io.duet.wire.MessageFormat;
import io.duet.wire.MessageRegistry;
import io.duet.wire.WireInput;
import io.duet.wire.WireOutput;
import java.util.List;

/** How filters, pointers and remembered hits stand on the wire; class ids 91 to 95. */
final class HearsayFormats {
  private static final int LOT_BYTES_MIN = 9;
  private static final int DIGEST_BYTES = 4;

  private HearsayFormats() {}

  static void register(MessageRegistry.Builder messages) {
    messages.add(
        91,
        UnstructuredMessage.Filter.class,
        MessageFormat.of(HearsayFormats::writeFilter, HearsayFormats::readFilter));
    messages.add(
        92,
        UnstructuredMessage.FilterTaken.class,
        MessageFormat.of(
            (out, m) -> {
              out.writeInt(m.requestId());
              out.writeBoolean(m.accepted());
            },
            in -> new UnstructuredMessage.FilterTaken(in.readInt(), in.readBoolean())));
    messages.add(
        93,
        UnstructuredMessage.Pointers.class,
        MessageFormat.of(HearsayFormats::writePointers, HearsayFormats::readPointers));
    messages.add(
        94,
        UnstructuredMessage.PointersTaken.class,
        MessageFormat.of(HearsayFormats::writeTaken, HearsayFormats::readTaken));
    messages.add(
        95,
        UnstructuredMessage.CachedHit.class,
        MessageFormat.of(HearsayFormats::writeHit, HearsayFormats::readHit));
  }

  private static void writeFilter(WireOutput out, UnstructuredMessage.Filter message) {
    BloomFilter filter = message.filter();
    out.writeInt(message.requestId());
    out.writeBoolean(filter != null);
    if (filter != null) {
      BloomFilterFormat.write(out, filter);
    }
  }

  private static UnstructuredMessage.Filter readFilter(WireInput in) {
    return new UnstructuredMessage.Filter(
        in.readInt(), in.readBoolean() ? BloomFilterFormat.read(in) : null);
  }

  private static void writePointers(WireOutput out, UnstructuredMessage.Pointers message) {
    out.writeInt(message.requestId());
    out.writeBoolean(message.whole());
    out.writeVarInt(message.lots().size());
    for (UnstructuredMessage.Lot lot : message.lots()) {
      out.writeAddress(lot.provider());
      out.writeBoolean(lot.fresh());
      Questions.writeContents(out, lot.contents());
    }
  }

  private static UnstructuredMessage.Pointers readPointers(WireInput in) {
    UnstructuredMessage.Pointers message =
        new UnstructuredMessage.Pointers(
            in.readInt(),
            in.readBoolean(),
            in.readList(
                UnstructuredMessage.Pointers.LOTS_MAX, LOT_BYTES_MIN, HearsayFormats::readLot));
    int contents = message.lots().stream().mapToInt(lot -> lot.contents().size()).sum();
    if (contents > Questions.CONTENTS_MAX) {
      throw new MalformedMessageException("too many pointers");
    }
    return message;
  }

  private static UnstructuredMessage.Lot readLot(WireInput in) {
    return new UnstructuredMessage.Lot(
        in.readAddress(), in.readBoolean(), Questions.readContents(in));
  }

  private static void writeTaken(WireOutput out, UnstructuredMessage.PointersTaken message) {
    out.writeInt(message.requestId());
    out.writeBoolean(message.accepted());
    out.writeVarInt(message.digests().size());
    message.digests().forEach(out::writeInt);
  }

  private static UnstructuredMessage.PointersTaken readTaken(WireInput in) {
    int requestId = in.readInt();
    boolean accepted = in.readBoolean();
    List<Integer> digests =
        in.readList(UnstructuredMessage.Pointers.LOTS_MAX, DIGEST_BYTES, WireInput::readInt);
    return new UnstructuredMessage.PointersTaken(requestId, accepted, digests);
  }

  private static void writeHit(WireOutput out, UnstructuredMessage.CachedHit message) {
    out.writeLong(message.id());
    out.writeVarInt(message.hops());
    Questions.writeFindings(out, message.found());
    out.writeVarInt(message.millisLeft());
  }

  private static UnstructuredMessage.CachedHit readHit(WireInput in) {
    return new UnstructuredMessage.CachedHit(
        in.readLong(), in.readVarInt(), Questions.readFindings(in), in.readVarInt());
  }
}
