package io.duet.netty.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.netty.PeerAddresses;
import io.duet.node.Peer;
import io.duet.transfer.UploadTurns;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamTurnsTest {
  private final EventLoop loop = new DefaultEventLoop();
  private final UploadTurns turns = new UploadTurns(1);

  @AfterEach
  void close() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  private StreamTurns streamOf(String ip, BooleanSupplier hasMoved) {
    Peer peer = Peer.at(PeerAddresses.parse(ip + ":4000"));
    return new StreamTurns(turns, peer, TimeUnit.HOURS.toNanos(1), loop, id -> {}, hasMoved);
  }

  private CompletableFuture<Void> use(StreamTurns stream) {
    CompletableFuture<Void> begun = new CompletableFuture<>();
    loop.execute(() -> stream.use(() -> begun.complete(null)));
    return begun;
  }

  @Test
  void turnInWhichNothingMoves_isLeftToAnother() throws Exception {
    use(streamOf("127.0.0.2", () -> false)).get(10, TimeUnit.SECONDS);
    use(streamOf("127.0.0.3", () -> true)).get(10, TimeUnit.SECONDS);
  }

  @Test
  void turnInWhichBytesMove_isKeptUntilItEnds() throws Exception {
    CountDownLatch checks = new CountDownLatch(2);
    StreamTurns slow =
        streamOf(
            "127.0.0.2",
            () -> {
              checks.countDown();
              return true;
            });
    use(slow).get(10, TimeUnit.SECONDS);
    CompletableFuture<Void> other = use(streamOf("127.0.0.3", () -> true));
    assertThat(checks.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(other).isNotDone();
    loop.execute(slow::end);
    other.get(10, TimeUnit.SECONDS);
  }
}
