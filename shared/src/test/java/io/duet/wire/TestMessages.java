package io.duet.wire;

import io.duet.node.PeerAddress;
import io.duet.node.TrafficClass;
import io.duet.rpc.Reply;
import io.duet.rpc.Request;
import java.util.List;

/** Messages of the tests: a small request with its reply, and one that can be large. */
public final class TestMessages {
  private static final int LIST_MAX = 1 << 20;

  private TestMessages() {}

  /** Asks for its payload. */
  @Wire(id = 100, name = "test.ask")
  public record Ask(int requestId, long payload) implements Request<Told> {
    @Override
    public TrafficClass trafficClass() {
      return TrafficClass.SEARCH;
    }
  }

  /** A reply that carries the payload. */
  @Wire(id = 101, name = "test.told")
  public record Told(@Wire.VarInt int requestId, long payload) implements Reply {
    @Override
    public TrafficClass trafficClass() {
      return TrafficClass.SEARCH;
    }
  }

  /** Carries lists of things. */
  @Wire(id = 102, name = "test.many")
  public record Many(
      int requestId,
      @Wire.Count(max = LIST_MAX) List<Long> words,
      @Wire.Count(max = LIST_MAX) List<PeerAddress> peers)
      implements Reply {
    /** Refuses a first word of -1, to be a record that checks its own fields. */
    public Many {
      if (!words.isEmpty() && words.get(0) == -1) {
        throw new IllegalArgumentException("the first word is -1");
      }
    }

    @Override
    public TrafficClass trafficClass() {
      return TrafficClass.PUBLISH;
    }
  }

  /** The registry that holds them, with ids 100 to 102. */
  public static MessageRegistry registry() {
    return MessageRegistry.builder().add(Ask.class).add(Told.class).add(Many.class).build();
  }

  /** A registry that shares no connection with the other. */
  public static MessageRegistry otherRegistry() {
    return MessageRegistry.builder().add(Ask.class).add(Told.class).build();
  }
}
