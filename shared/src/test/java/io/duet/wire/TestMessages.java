package io.duet.wire;

import io.duet.node.PeerAddress;
import io.duet.node.Purpose;
import io.duet.rpc.Reply;
import io.duet.rpc.Request;
import java.util.List;

/** Messages of the tests: a small request with its reply, and one that can be large. */
public final class TestMessages {
  private static final int LIST_MAX = 1 << 20;

  private TestMessages() {}

  /** Asks for its payload. */
  public record Ask(int requestId, long payload) implements Request<Told> {
    @Override
    public Class<Told> replyType() {
      return Told.class;
    }

    @Override
    public Purpose purpose() {
      return Purpose.SEARCH;
    }
  }

  /** Tells the payload. */
  public record Told(int requestId, long payload) implements Reply {
    @Override
    public Purpose purpose() {
      return Purpose.SEARCH;
    }
  }

  /** Carries lists of things. */
  public record Many(int requestId, List<Long> words, List<PeerAddress> peers) implements Reply {
    /** Refuses a first word of -1, to be a record that checks its own fields. */
    public Many {
      if (!words.isEmpty() && words.get(0) == -1) {
        throw new IllegalArgumentException("the first word is -1");
      }
    }

    @Override
    public Purpose purpose() {
      return Purpose.PUBLISH;
    }
  }

  /** The registry that holds them, with ids 100 to 102. */
  public static MessageRegistry registry() {
    return MessageRegistry.builder()
        .add(100, Ask.class, new AskFormat())
        .add(101, Told.class, new ToldFormat())
        .add(102, Many.class, new ManyFormat())
        .build();
  }

  /** A registry that shares no connection with the other. */
  public static MessageRegistry otherRegistry() {
    return MessageRegistry.builder().add(100, Ask.class, new AskFormat()).build();
  }

  static final class AskFormat implements MessageFormat<Ask> {
    @Override
    public void write(WireOutput out, Ask ask) {
      out.writeInt(ask.requestId);
      out.writeLong(ask.payload);
    }

    @Override
    public Ask read(WireInput in) {
      return new Ask(in.readInt(), in.readLong());
    }
  }

  private static final class ToldFormat implements MessageFormat<Told> {
    @Override
    public void write(WireOutput out, Told told) {
      out.writeVarInt(told.requestId);
      out.writeLong(told.payload);
    }

    @Override
    public Told read(WireInput in) {
      return new Told(in.readVarInt(), in.readLong());
    }
  }

  private static final class ManyFormat implements MessageFormat<Many> {
    @Override
    public void write(WireOutput out, Many many) {
      out.writeInt(many.requestId);
      out.writeVarInt(many.words.size());
      many.words.forEach(out::writeLong);
      out.writeVarInt(many.peers.size());
      many.peers.forEach(out::writeAddress);
    }

    @Override
    public Many read(WireInput in) {
      return new Many(
          in.readInt(),
          in.readList(LIST_MAX, 8, WireInput::readLong),
          in.readList(LIST_MAX, 7, WireInput::readAddress));
    }
  }
}
