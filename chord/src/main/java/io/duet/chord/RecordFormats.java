package io.duet.chord;

import io.duet.node.Message;
import io.duet.overlay.Answer;
import io.duet.wire.MessageFormat;
import io.duet.wire.MessageRegistry;
import io.duet.wire.WireInput;
import io.duet.wire.WireOutput;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** How the ring's messages about records stand on the wire; class ids 31 to 39, 74 and 75. */
final class RecordFormats {
  /** At most this many records are copied by one message. */
  static final int COPIES_MAX = 256;

  private static final int COPY_BYTES_MIN = 44;
  private static final int PROVIDER_BYTES_MIN = 11;
  private static final int PART_BYTES = 24;
  private static final int MARK_BYTES = 8;

  private final MessageRegistry.Builder messages;

  private RecordFormats(MessageRegistry.Builder messages) {
    this.messages = messages;
  }

  static void register(MessageRegistry.Builder messages) {
    RecordFormats formats = new RecordFormats(messages);
    formats.announcements();
    formats.copies();
    formats.searches();
    formats.comparisons();
  }

  private <M extends Message> void add(
      int id, Class<M> type, BiConsumer<WireOutput, M> write, Function<WireInput, M> read) {
    messages.add(id, type, MessageFormat.of(write, read));
  }

  private void announcements() {
    add(
        31,
        ChordMessage.StoreRecord.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeKey(m.key());
          out.writeInt(m.secondsLeft());
        },
        in -> new ChordMessage.StoreRecord(in.readInt(), in.readKey(), in.readInt()));
    add(
        32,
        ChordMessage.Stored.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeByte(m.outcome().ordinal());
          ChordFormats.writeOptional(out, m.owner());
        },
        in ->
            new ChordMessage.Stored(in.readInt(), readOutcome(in), ChordFormats.readOptional(in)));
    add(
        33,
        ChordMessage.DropRecord.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeKey(m.key());
        },
        in -> new ChordMessage.DropRecord(in.readInt(), in.readKey()));
  }

  private void copies() {
    add(
        34,
        ChordMessage.Replicate.class,
        (out, m) -> writeCopies(out, m.copies()),
        in -> new ChordMessage.Replicate(readCopies(in)));
    add(
        37,
        ChordMessage.StoreCopies.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          writeCopies(out, m.copies());
        },
        in -> new ChordMessage.StoreCopies(in.readInt(), readCopies(in)));
  }

  private void searches() {
    add(
        35,
        ChordMessage.GetRecords.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeKey(m.key());
        },
        in -> new ChordMessage.GetRecords(in.readInt(), in.readKey()));
    add(
        36,
        ChordMessage.Records.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          ChordFormats.writeOptional(out, m.owner());
          out.writeVarInt(m.providers().size());
          m.providers().forEach(provider -> writeProvider(out, provider));
        },
        in ->
            new ChordMessage.Records(
                in.readInt(),
                ChordFormats.readOptional(in),
                in.readList(
                    Answer.PROVIDERS_MAX, PROVIDER_BYTES_MIN, RecordFormats::readProvider)));
  }

  private void comparisons() {
    add(
        38,
        ChordMessage.CompareRecords.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          m.after().write(out);
          out.writeVarInt(m.parts().size());
          m.parts().forEach(part -> writePart(out, part));
        },
        in ->
            new ChordMessage.CompareRecords(
                in.readInt(),
                Place.read(in),
                in.readList(Comparison.PARTS_MAX, PART_BYTES, RecordFormats::readPart)));
    add(
        39,
        ChordMessage.Differences.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeVarInt(m.parts());
          out.writeVarInt(m.empty());
        },
        in -> new ChordMessage.Differences(in.readInt(), in.readVarInt(), in.readVarInt()));
    exchanges();
  }

  private void exchanges() {
    add(
        74,
        ChordMessage.ExchangeRecords.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          m.span().after().write(out);
          m.span().until().write(out);
          out.writeVarInt(m.marks().size());
          m.marks().forEach(out::writeLong);
        },
        in ->
            new ChordMessage.ExchangeRecords(
                in.readInt(),
                new Span(Place.read(in), Place.read(in)),
                in.readList(Comparison.FEW, MARK_BYTES, WireInput::readLong)));
    add(
        75,
        ChordMessage.Exchanged.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          m.until().write(out);
          writeCopies(out, m.copies());
          out.writeInt(m.lacking());
        },
        in ->
            new ChordMessage.Exchanged(in.readInt(), Place.read(in), readCopies(in), in.readInt()));
  }

  private static ChordMessage.Outcome readOutcome(WireInput in) {
    ChordMessage.Outcome[] outcomes = ChordMessage.Outcome.values();
    return outcomes[in.readBelow(outcomes.length)];
  }

  private static void writeCopies(WireOutput out, List<RecordCopy> copies) {
    out.writeVarInt(copies.size());
    copies.forEach(copy -> writeCopy(out, copy));
  }

  private static List<RecordCopy> readCopies(WireInput in) {
    return in.readList(COPIES_MAX, COPY_BYTES_MIN, RecordFormats::readCopy);
  }

  private static void writeCopy(WireOutput out, RecordCopy copy) {
    out.writeKey(copy.key());
    out.writeAddress(copy.provider());
    out.writeInt(copy.secondsLeft());
    out.writeBoolean(copy.withdrawn());
  }

  private static RecordCopy readCopy(WireInput in) {
    return new RecordCopy(in.readKey(), in.readAddress(), in.readInt(), in.readBoolean());
  }

  private static void writePart(WireOutput out, ChordMessage.Part part) {
    part.until().write(out);
    out.writeLong(part.digest());
  }

  private static ChordMessage.Part readPart(WireInput in) {
    return new ChordMessage.Part(Place.read(in), in.readLong());
  }

  private static void writeProvider(WireOutput out, ChordMessage.Provider provider) {
    out.writeAddress(provider.address());
    out.writeInt(provider.secondsLeft());
  }

  private static ChordMessage.Provider readProvider(WireInput in) {
    return new ChordMessage.Provider(in.readAddress(), in.readInt());
  }
}
