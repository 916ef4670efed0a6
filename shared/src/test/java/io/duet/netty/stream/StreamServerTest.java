package io.duet.netty.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.content.Manifest;
import io.duet.netty.EventLoops;
import io.duet.netty.HostSettings;
import io.duet.netty.NettyHost;
import io.duet.netty.PeerAddresses;
import io.duet.node.Key;
import io.duet.node.Node;
import io.duet.node.Peer;
import io.duet.overlay.ContentName;
import io.duet.transfer.ContentSource;
import io.duet.transfer.DownloadLimits;
import io.duet.transfer.TransferMessage;
import io.duet.transfer.TransferMessage.BytesFollow;
import io.duet.transfer.TransferMessage.Contents;
import io.duet.transfer.TransferMessage.FindContents;
import io.duet.transfer.TransferMessage.GetManifest;
import io.duet.transfer.TransferMessage.PiecesHeld;
import io.duet.transfer.TransferMessage.Refused;
import io.duet.transfer.TransferMessage.WatchPieces;
import io.duet.wire.TestMessages;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamServerTest {
  private static final int PIECES = 100_000;
  private static final int SERVED_MAX = 4;
  private static final int REQUESTS = 40;

  /** One content without bytes, with a manifest of 3.2 MB; it counts how often that is read. */
  private static final class OneManifest implements ContentSource {
    final Manifest manifest = manifest();
    final AtomicInteger reads = new AtomicInteger();
    volatile int gainedWhileAsked = -1;

    private static Manifest manifest() {
      ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + 32 * PIECES);
      return Manifest.of(bytes.putLong((long) PIECES * Manifest.PIECE_BYTES).array());
    }

    @Override
    public List<TransferMessage.Offer> named(ContentName name) {
      return List.of(new TransferMessage.Offer(manifest.id(), manifest.bytes()));
    }

    @Override
    public Manifest manifest(Key id) {
      reads.incrementAndGet();
      return manifest;
    }

    @Override
    public BitSet held(Key id) {
      return new BitSet();
    }

    @Override
    public @Nullable Region piece(Key id, int piece) {
      return null;
    }

    @Override
    public Runnable watch(Key id, IntConsumer onGained) {
      onGained.accept(gainedWhileAsked);
      return () -> {};
    }
  }

  private final EventLoops loops = new EventLoops(1, TestMessages.registry());
  private final OneManifest source = new OneManifest();
  private final List<RawStream> raw = new ArrayList<>();
  private NettyHost host;
  private Streams streams;

  @BeforeEach
  void serve() {
    host = NettyHost.bind(loops, HostSettings.ofNetwork("test")).join();
    host.create(h -> Node.answering(h, message -> null)).join();
    streams = new Streams("test", host.self().address(), TransferMessage.messages(), 1);
    host.acceptStreams(streams.serve(source, UploadRate.unlimited(), SERVED_MAX));
  }

  @AfterEach
  void close() throws Exception {
    for (RawStream each : raw) {
      each.close();
    }
    streams.close();
    host.crash().join();
    loops.close();
  }

  private RawStream stream(String from) throws Exception {
    RawStream opened = new RawStream(host.self(), from);
    raw.add(opened);
    return opened;
  }

  private TransferMessage.Answer ask() throws Exception {
    FindContents question = new FindContents(new ContentName("film"));
    return streams.ask(host.self(), question).get(10, TimeUnit.SECONDS);
  }

  @Test
  void repliesToAPeerThatDoesNotRead_waitUnmade() throws Exception {
    RawStream greedy = stream("127.0.0.1");
    for (int i = 0; i < REQUESTS; i++) {
      greedy.send(new GetManifest(source.manifest.id()));
    }
    assertThat(greedy.receive()).isInstanceOf(BytesFollow.class);
    for (int i = 0; i < 100; i++) {
      assertThat(ask()).isInstanceOf(Contents.class); // on the same thread, after the requests
    }
    assertThat(source.reads.get()).isLessThan(REQUESTS / 2);
    greedy.skip(source.manifest.toBytes().length);
    for (int i = 1; i < REQUESTS; i++) {
      BytesFollow follow = (BytesFollow) greedy.receive();
      greedy.skip(follow.bytes());
    }
    assertThat(source.reads.get()).isEqualTo(REQUESTS);
  }

  @Test
  void silentStreamsOfOneAddress_giveWayToAnother() throws Exception {
    List<RawStream> silent = new ArrayList<>();
    for (int i = 0; i < SERVED_MAX; i++) {
      silent.add(stream("127.0.0.2"));
    }
    RawStream honest = stream("127.0.0.1");
    honest.send(new FindContents(new ContentName("film")));
    assertThat(honest.receive()).isInstanceOf(Contents.class);
    assertThat(silent.get(0).isClosedByPeer()).isTrue();
  }

  @Test
  void pieceThatIsGainedWhileAPeerAsks_isAnnounced() throws Exception {
    source.gainedWhileAsked = 7;
    RawStream watching = stream("127.0.0.1");
    watching.send(new WatchPieces(source.manifest.id()));
    assertThat(watching.receive()).isEqualTo(new PiecesHeld(false, List.of()));
    assertThat(watching.receive())
        .isEqualTo(new TransferMessage.PieceGained(source.manifest.id(), 7));
  }

  @Test
  void peersThatWatchOneContent_areNamedToEachOther() throws Exception {
    source.gainedWhileAsked = 7;
    RawStream first = stream("127.0.0.1");
    first.send(new WatchPieces(source.manifest.id()));
    first.receive(); // PiecesHeld
    assertThat(first.receive()).isInstanceOf(TransferMessage.PieceGained.class); // no other yet
    RawStream second = stream("127.0.0.2");
    second.send(new WatchPieces(source.manifest.id()));
    second.receive();
    assertThat(second.receive())
        .isEqualTo(
            new TransferMessage.OthersWatch(source.manifest.id(), List.of(first.announced())));
  }

  /** The server has eight turns, and a piece that cannot be read uses one only for a moment. */
  @Test
  void turns_areGrantedUntilAllAreTaken() throws Exception {
    Key id = source.manifest.id();
    RawStream greedy = stream("127.0.0.1");
    for (int i = 0; i < DownloadLimits.TURNS_MAX + 1; i++) {
      greedy.send(new TransferMessage.WantTurn(id));
    }
    for (int i = 0; i < DownloadLimits.TURNS_MAX; i++) {
      assertThat(greedy.receive())
          .isEqualTo(new TransferMessage.Turn(id, TransferMessage.ANY_PIECE));
    }
    greedy.send(new TransferMessage.GetPiece(id, 3));
    assertThat(greedy.receive()).isInstanceOf(Refused.class);
    assertThat(greedy.receive()).isInstanceOf(TransferMessage.Turn.class);
    RawStream other = stream("127.0.0.2");
    other.send(new TransferMessage.WantTurn(id));
    greedy.send(new TransferMessage.PassTurn(id));
    assertThat(other.receive()).isInstanceOf(TransferMessage.Turn.class);
  }

  @Test
  void questionWithoutHandler_isRefused() throws Exception {
    streams.answer(
        FindContents.class, (peer, find) -> CompletableFuture.failedFuture(new Exception("no")));
    RawStream asking = stream("127.0.0.1");
    asking.send(new FindContents(new ContentName("film")));
    assertThat(asking.receive()).isInstanceOf(Refused.class);
    assertThatThrownBy(this::ask).hasRootCauseMessage(host.self() + " refuses");
  }

  @Test
  void peerThatSaysNothing_isGivenUp() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Peer peer = Peer.at(PeerAddresses.parse("127.0.0.1:" + silent.getLocalPort()));
      assertThatThrownBy(() -> streams.open(streams.nextLoop(), peer).join())
          .isInstanceOf(CompletionException.class)
          .hasRootCauseMessage("no handshake in time");
    }
  }

  @Test
  void reservationThatIsGivenBack_isLeftToOthers() {
    UploadRate rate = UploadRate.of(1);
    assertThat(rate.reserve(1 << 20)).isZero(); // the burst
    int part = rate.partBytes();
    assertThat(rate.reserve(part)).isGreaterThan(TimeUnit.HOURS.toNanos(10));
    rate.giveBack(part);
    assertThat(rate.reserve(1)).isLessThan(TimeUnit.SECONDS.toNanos(2));
  }
}
