package io.duet.unstructured.tracker;

import io.duet.unstructured.tracker.TrackerMessage.Holding;
import io.duet.wire.MessageRegistry;
import io.duet.wire.WireInput;
import io.duet.wire.WireOutput;
import java.util.List;

/** How the messages of this package stand on the wire; class ids 120 to 136. */
final class TrackerFormats {
  /** At most this many trackers are named by one message. */
  static final int TRACKERS_MAX = 16;

  /** At most this many peers are named by one message. */
  static final int PEERS_MAX = 16;

  /** At most this many contents are announced by one message. */
  static final int HOLDINGS_MAX = 64;

  private static final int HOLDING_BYTES_MIN = 34;

  private final MessageRegistry.Builder messages;

  private TrackerFormats(MessageRegistry.Builder messages) {
    this.messages = messages;
  }

  static void register(MessageRegistry.Builder messages) {
    TrackerFormats formats = new TrackerFormats(messages);
    formats.entry();
    formats.attachment();
    formats.index();
    formats.exchange();
  }

  private void entry() {
    messages.addBare(120, TrackerMessage.Enter.class, TrackerMessage.Enter::new);
    messages.add(
        121,
        TrackerMessage.Redirect.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeAddresses(m.trackers());
        },
        in -> new TrackerMessage.Redirect(in.readInt(), in.readAddresses(TRACKERS_MAX)));
    messages.add(
        122,
        TrackerMessage.Report.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeVarInt(m.peers());
        },
        in -> new TrackerMessage.Report(in.readInt(), in.readVarInt()));
    messages.add(
        123,
        TrackerMessage.Reported.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeAddresses(m.trackers());
        },
        in -> new TrackerMessage.Reported(in.readInt(), in.readAddresses(TRACKERS_MAX)));
  }

  private void attachment() {
    messages.addBare(124, TrackerMessage.Attach.class, TrackerMessage.Attach::new);
    messages.addYesOrNo(
        125,
        TrackerMessage.Attached.class,
        TrackerMessage.Attached::accepted,
        TrackerMessage.Attached::new);
    messages.addBare(126, TrackerMessage.Beat.class, TrackerMessage.Beat::new);
    messages.add(
        127,
        TrackerMessage.Beaten.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeBoolean(m.known());
          out.writeAddresses(m.trackers());
        },
        in ->
            new TrackerMessage.Beaten(
                in.readInt(), in.readBoolean(), in.readAddresses(TRACKERS_MAX)));
    messages.add(
        136, TrackerMessage.Farewell.class, (out, m) -> {}, in -> new TrackerMessage.Farewell());
  }

  private void index() {
    messages.add(
        128,
        TrackerMessage.Announce.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeVarInt(m.holdings().size());
          m.holdings().forEach(holding -> writeHolding(out, holding));
        },
        in ->
            new TrackerMessage.Announce(
                in.readInt(),
                in.readList(HOLDINGS_MAX, HOLDING_BYTES_MIN, TrackerFormats::readHolding)));
    messages.addYesOrNo(
        129,
        TrackerMessage.Announced.class,
        TrackerMessage.Announced::accepted,
        TrackerMessage.Announced::new);
    messages.add(
        130,
        TrackerMessage.Find.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeKey(m.key());
          out.writePurpose(m.use());
        },
        in -> new TrackerMessage.Find(in.readInt(), in.readKey(), in.readPurpose()));
    messages.add(
        131,
        TrackerMessage.Found.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeAddresses(m.peers());
          out.writePurpose(m.use());
        },
        in ->
            new TrackerMessage.Found(in.readInt(), in.readAddresses(PEERS_MAX), in.readPurpose()));
    messages.add(
        132,
        TrackerMessage.Count.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeKey(m.key());
          out.writeVarInt(m.pieces());
        },
        in -> new TrackerMessage.Count(in.readInt(), in.readKey(), in.readVarInt()));
    messages.add(
        133,
        TrackerMessage.Counts.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeVarInt(m.replicas().size());
          m.replicas().forEach(out::writeVarInt);
        },
        in ->
            new TrackerMessage.Counts(
                in.readInt(), in.readList(Pieces.COUNT_MAX, 1, WireInput::readVarInt)));
  }

  private void exchange() {
    messages.add(
        134,
        TrackerMessage.Want.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeKey(m.key());
          out.writePurpose(m.use());
        },
        in -> new TrackerMessage.Want(in.readInt(), in.readKey(), in.readPurpose()));
    messages.add(
        135,
        TrackerMessage.Have.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeVarInt(m.pieces());
          writeWords(out, m.words());
          out.writeAddresses(m.others());
          out.writePurpose(m.use());
        },
        in ->
            new TrackerMessage.Have(
                in.readInt(),
                in.readVarInt(),
                readWords(in),
                in.readAddresses(PEERS_MAX),
                in.readPurpose()));
  }

  private static void writeHolding(WireOutput out, Holding holding) {
    out.writeKey(holding.key());
    out.writeVarInt(holding.pieces());
    writeWords(out, holding.words());
  }

  private static Holding readHolding(WireInput in) {
    return new Holding(in.readKey(), in.readVarInt(), readWords(in));
  }

  private static void writeWords(WireOutput out, List<Long> words) {
    out.writeVarInt(words.size());
    words.forEach(out::writeLong);
  }

  private static List<Long> readWords(WireInput in) {
    return in.readList(Pieces.WORDS_MAX, Long.BYTES, WireInput::readLong);
  }
}
