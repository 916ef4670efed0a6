package io.duet.download;

import io.duet.content.Manifest;
import io.duet.netty.EventLoops;
import io.duet.netty.HostSettings;
import io.duet.netty.NettyHost;
import io.duet.netty.stream.Streams;
import io.duet.netty.stream.UploadRate;
import io.duet.node.Key;
import io.duet.node.Node;
import io.duet.node.Peer;
import io.duet.overlay.ContentName;
import io.duet.transfer.ContentSource;
import io.duet.transfer.TransferMessage;
import io.duet.wire.TestMessages;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** A node on loopback that claims to hold every content, and serves what it is told to. */
final class Liar implements ContentSource, AutoCloseable {
  private static final int CLAIMED = 100_000;

  final AtomicInteger asked = new AtomicInteger();
  private final EventLoops loops = new EventLoops(1, TestMessages.registry());
  private final NettyHost host;
  private final Streams streams;
  private final Manifest manifest;
  private final Region region;

  /** Serves this manifest for each id, and this region for each piece. */
  Liar(Manifest manifest, Region region) {
    this.manifest = manifest;
    this.region = region;
    host = NettyHost.bind(loops, HostSettings.ofNetwork("test")).join();
    host.create(h -> Node.answering(h, message -> null)).join();
    streams = new Streams("test", host.self().address(), TransferMessage.messages(), 1);
    host.acceptStreams(streams.serve(this, UploadRate.unlimited(), 64));
  }

  Peer peer() {
    return host.self();
  }

  @Override
  public List<TransferMessage.Offer> named(ContentName name) {
    return List.of();
  }

  @Override
  public Manifest manifest(Key id) {
    asked.incrementAndGet();
    return manifest;
  }

  /** Pieces without end, of which most do not exist. */
  @Override
  public BitSet held(Key id) {
    BitSet all = new BitSet();
    all.set(0, CLAIMED);
    return all;
  }

  @Override
  public Region piece(Key id, int piece) {
    asked.incrementAndGet();
    return region;
  }

  @Override
  public Runnable watch(Key id, IntConsumer onGained) {
    return () -> {};
  }

  @Override
  public void close() throws Exception {
    streams.close();
    host.crash().join();
    loops.close();
  }
}
