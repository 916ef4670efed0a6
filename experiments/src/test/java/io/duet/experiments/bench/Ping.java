package io.duet.experiments.bench;

import io.duet.node.Purpose;
import io.duet.rpc.Reply;
import io.duet.rpc.Request;
import io.duet.wire.MessageFormat;
import io.duet.wire.MessageRegistry;
import io.duet.wire.WireInput;
import io.duet.wire.WireOutput;

/** The request of the benchmarks, whose reply brings the payload back; each is a 17-byte frame. */
record Ping(int requestId, long payload) implements Request<Ping.Pong> {
  /** Bytes of the frame of a ping, and of a pong. */
  static final int FRAME_BYTES = 17;

  static final int ID = 100;

  /** The reply. */
  record Pong(int requestId, long payload) implements Reply {
    @Override
    public Purpose purpose() {
      return Purpose.MAINTENANCE;
    }
  }

  static MessageRegistry registry() {
    return register(MessageRegistry.builder()).build();
  }

  static MessageRegistry.Builder register(MessageRegistry.Builder builder) {
    return builder.add(ID, Ping.class, new PingFormat()).add(ID + 1, Pong.class, new PongFormat());
  }

  @Override
  public Class<Pong> replyType() {
    return Pong.class;
  }

  @Override
  public Purpose purpose() {
    return Purpose.MAINTENANCE;
  }

  private static final class PingFormat implements MessageFormat<Ping> {
    @Override
    public void write(WireOutput out, Ping ping) {
      out.writeInt(ping.requestId);
      out.writeLong(ping.payload);
    }

    @Override
    public Ping read(WireInput in) {
      return new Ping(in.readInt(), in.readLong());
    }
  }

  private static final class PongFormat implements MessageFormat<Pong> {
    @Override
    public void write(WireOutput out, Pong pong) {
      out.writeInt(pong.requestId);
      out.writeLong(pong.payload);
    }

    @Override
    public Pong read(WireInput in) {
      return new Pong(in.readInt(), in.readLong());
    }
  }
}
