package io.duet.chord;

import io.duet.overlay.Answer;
import io.duet.overlay.ContentName;
import io.duet.overlay.NameAnswer;
import io.duet.overlay.Words;
import io.duet.wire.MessageRegistry;
import io.duet.wire.WireInput;
import io.duet.wire.WireOutput;
import java.util.List;

/** How the ring's messages about records stand on the wire; class ids 31 to 39 and 74 to 77. */
final class RecordFormats {
  private static final int COPY_BYTES_MIN = 45;
  private static final int UTF8_BYTES_MAX = 4; // of a letter
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
    formats.names();
  }

  private void announcements() {
    messages.add(
        31,
        ChordMessage.StoreRecord.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeKey(m.key());
          out.writeText(m.name());
          out.writeInt(m.secondsLeft());
        },
        in -> new ChordMessage.StoreRecord(in.readInt(), in.readKey(), readName(in), in.readInt()));
    messages.add(
        32,
        ChordMessage.Stored.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeByte(m.outcome().ordinal());
          ChordFormats.writeOptional(out, m.owner());
        },
        in ->
            new ChordMessage.Stored(in.readInt(), readOutcome(in), ChordFormats.readOptional(in)));
    messages.add(
        33,
        ChordMessage.DropRecord.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeKey(m.key());
          out.writeText(m.name());
        },
        in -> new ChordMessage.DropRecord(in.readInt(), in.readKey(), readName(in)));
  }

  private void copies() {
    messages.add(
        34,
        ChordMessage.Replicate.class,
        (out, m) -> writeCopies(out, m.copies()),
        in -> new ChordMessage.Replicate(readCopies(in)));
    messages.add(
        37,
        ChordMessage.StoreCopies.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          writeCopies(out, m.copies());
        },
        in -> new ChordMessage.StoreCopies(in.readInt(), readCopies(in)));
  }

  private void searches() {
    messages.add(
        35,
        ChordMessage.GetRecords.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeKey(m.key());
        },
        in -> new ChordMessage.GetRecords(in.readInt(), in.readKey()));
    messages.add(
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
    messages.add(
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
                in.readList(WireLimits.PARTS_MAX, PART_BYTES, RecordFormats::readPart)));
    messages.add(
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
    messages.add(
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
                in.readList(WireLimits.MARKS_MAX, MARK_BYTES, WireInput::readLong)));
    messages.add(
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

  private void names() {
    messages.add(
        76,
        ChordMessage.FindNames.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeVarInt(m.words().size());
          m.words().forEach(out::writeText);
          out.writeVarInt(m.lengthMax());
        },
        in ->
            new ChordMessage.FindNames(
                in.readInt(),
                in.readList(Words.WORDS_MAX, 1, RecordFormats::readWord),
                in.readVarInt()));
    messages.add(
        77,
        ChordMessage.Names.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          ChordFormats.writeOptional(out, m.owner());
          out.writeVarInt(m.length());
          out.writeBoolean(m.complete());
          out.writeVarInt(m.names().size());
          m.names().forEach(name -> writeNamed(out, name));
        },
        in ->
            new ChordMessage.Names(
                in.readInt(),
                ChordFormats.readOptional(in),
                in.readVarInt(),
                in.readBoolean(),
                in.readList(NameAnswer.NAMES_MAX, 2, RecordFormats::readNamed)));
  }

  private static String readName(WireInput in) {
    return in.readText(ContentName.BYTES_MAX);
  }

  private static String readWord(WireInput in) {
    return in.readText(Words.CHARS_MAX * UTF8_BYTES_MAX);
  }

  private static void writeNamed(WireOutput out, ChordMessage.Name name) {
    out.writeText(name.text());
    out.writeAddresses(name.providers());
  }

  private static ChordMessage.Name readNamed(WireInput in) {
    return new ChordMessage.Name(readName(in), in.readAddresses(NameAnswer.PROVIDERS_MAX));
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
    return in.readList(WireLimits.COPIES_MAX, COPY_BYTES_MIN, RecordFormats::readCopy);
  }

  private static void writeCopy(WireOutput out, RecordCopy copy) {
    out.writeKey(copy.key());
    out.writeText(copy.name());
    out.writeAddress(copy.provider());
    out.writeInt(copy.secondsLeft());
    out.writeBoolean(copy.withdrawn());
  }

  private static RecordCopy readCopy(WireInput in) {
    return new RecordCopy(
        in.readKey(), readName(in), in.readAddress(), in.readInt(), in.readBoolean());
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
