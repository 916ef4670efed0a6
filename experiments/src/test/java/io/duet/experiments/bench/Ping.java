package io.duet.experiments.bench;

import io.duet.node.TrafficClass;
import io.duet.rpc.Reply;
import io.duet.rpc.Request;
import io.duet.wire.MessageRegistry;
import io.duet.wire.Wire;

/** The request of the benchmarks, whose reply brings the payload back; each is a 17-byte frame. */
@Wire(id = Ping.ID, name = "bench.ping")
record Ping(int requestId, long payload) implements Request<Ping.Pong> {
  /** Bytes of the frame of a ping, and of a pong. */
  static final int FRAME_BYTES = 17;

  static final int ID = 100;

  /** The reply. */
  @Wire(id = ID + 1, name = "bench.pong")
  record Pong(int requestId, long payload) implements Reply {}

  static MessageRegistry registry() {
    return register(MessageRegistry.builder()).build();
  }

  static MessageRegistry.Builder register(MessageRegistry.Builder builder) {
    return builder.add(Ping.class).add(Pong.class);
  }

  @Override
  public TrafficClass trafficClass() {
    return TrafficClass.MAINTENANCE;
  }
}
