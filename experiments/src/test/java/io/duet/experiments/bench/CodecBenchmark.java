package io.duet.experiments.bench;

import io.duet.chord.id.RingPeer;
import io.duet.chord.message.ChordMessage;
import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.node.TrafficClass;
import io.duet.overlay.spi.Overlays;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.SearchResults;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.wire.FrameBuffer;
import io.duet.wire.KryoCodec;
import io.duet.wire.MessageRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Nanoseconds for one hot message to become a frame, and a frame a message. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class CodecBenchmark {
  private static final Key KEY = Key.ofName("a file");
  private static final int BUFFER_BYTES = 1 << 16;

  /** The messages that a search and a quiet network send most; a new one is one line. */
  public enum Hot {
    /** The request of the benchmarks. */
    PING(new Ping(1, 2)),
    /** Chord: asks for the way to a position. */
    CHORD_FIND_NEXT(new ChordMessage.FindNextHop(1, 2, TrafficClass.SEARCH)),
    /** Chord: the next hops of a lookup, with three peers. */
    CHORD_NEXT_HOPS(
        new ChordMessage.NextHops(1, true, ringPeers(3), List.of(), TrafficClass.SEARCH)),
    /** Chord: predecessor and eight successors. */
    CHORD_NEIGHBORS(new ChordMessage.Neighbors(1, ringPeers(1).get(0), ringPeers(8))),
    /** Super-peers: a query. */
    QUERY(new UnstructuredMessage.Query(1, new SearchCriteria.OfKey(KEY), 1, 4, 2)),
    /** Super-peers: an answer that names three peers. */
    QUERY_HIT(new UnstructuredMessage.QueryHit(1, 2, SearchResults.of(addresses(3))));

    private final Message message;

    Hot(Message message) {
      this.message = message;
    }

    private static List<RingPeer> ringPeers(int count) {
      return addresses(count).stream().map(RingPeer::of).toList();
    }

    private static List<Peer> addresses(int count) {
      return IntStream.range(0, count).mapToObj(i -> Peer.at(PeerAddress.ofIpv4(i, 4000))).toList();
    }
  }

  /** The message. */
  @Param private Hot message = Hot.PING;

  private final FrameBuffer buffer = new FrameBuffer(2 * BUFFER_BYTES);
  private byte[] frame = {};
  private @Nullable KryoCodec codec;

  /** Encodes the message once, so that it can be decoded. */
  @Setup
  public void encodeOnce() {
    MessageRegistry.Builder registry = Ping.register(MessageRegistry.builder());
    Overlays.all().forEach(overlay -> overlay.register(registry));
    codec = new KryoCodec(registry.build());
    codec.encode(buffer, message.message);
    frame = Arrays.copyOf(buffer.array(), buffer.length());
  }

  /** Adds the frame to a buffer that is emptied when 64 KiB are full. */
  @Benchmark
  public int encode() {
    if (buffer.length() > BUFFER_BYTES) {
      buffer.clear();
    }
    return codec.encode(buffer, message.message);
  }

  /** Reads the message behind the frame's length. */
  @Benchmark
  public Message decode() {
    return codec.decode(frame, KryoCodec.LENGTH_BYTES, frame.length - KryoCodec.LENGTH_BYTES);
  }
}
