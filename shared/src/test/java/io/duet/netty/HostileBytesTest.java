package io.duet.netty;

import static io.duet.netty.NettyWorld.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.duet.netty.NettyWorld.Place;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.wire.Hello;
import io.duet.wire.TestMessages;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A peer of bare sockets that does what no host of ours does; the node goes on serving others. */
class HostileBytesTest {
  private static final int FINGERPRINT = TestMessages.registry().fingerprint();
  private static final PeerAddress LISTENING = PeerAddress.ofIpv4(0x7f00_0001, 9);

  private final NettyWorld world = new NettyWorld();
  private final Place victim = world.place();

  @BeforeEach
  @AfterEach
  void victim_servesOthers() {
    Place friend = world.place();
    assertThat(friend.ask(victim, 11)).isEqualTo(11);
    await(friend.host().close());
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** Sends bytes and reads until the connection ends, which it must. */
  private byte[] exchange(byte[]... pieces) throws IOException {
    try (Socket socket = connect()) {
      for (byte[] piece : pieces) {
        socket.getOutputStream().write(piece);
      }
      return readToEnd(socket.getInputStream());
    }
  }

  private Socket connect() throws IOException {
    PeerAddress address = victim.peer().address();
    Socket socket = new Socket("127.0.0.1", address.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static byte[] readToEnd(InputStream in) throws IOException {
    try {
      return in.readAllBytes();
    } catch (SocketException e) {
      return new byte[0]; // reset: it was closed with bytes unread
    }
  }

  private static byte[] hello() {
    return new Hello("test", FINGERPRINT, LISTENING).toBytes();
  }

  private void assertCounted(String reason) {
    assertThat(world.nextRefusal()).isEqualTo(reason);
    assertThat(victim.host().refused()).containsEntry(reason, 1L);
  }

  @ParameterizedTest
  @CsvSource({
    "7fffffff, frame too long",
    "ffffffff, frame too long",
    "00100000, frame too long",
    "00000001f0, unknown class id",
    "0000000103, unknown class id",
    "0000000566000000ff, message too short",
    "0000000e660000000000000000000000000000, message too long",
    "000000056700ffff07, message too short",
    "0000000a6800000000ffffffff07, list too long",
    "0000000167, message too short"
  })
  void badFrame_closesTheConnection_andIsCounted(String hex, String reason) throws IOException {
    byte[] answer = exchange(hello(), bytes(hex));
    assertThat(new String(answer, StandardCharsets.ISO_8859_1)).doesNotStartWith("R");
    assertCounted(reason);
    assertThat(victim.node().received).hasSize(1);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  @Test
  void anotherProtocol_isRefused() throws IOException {
    byte[] answer = exchange("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    assertThat(sentence(answer))
        .contains(victim.peer() + " (version 1, network 'test'")
        .endsWith("not this protocol");
    assertCounted("not this protocol");
  }

  @Test
  void anotherVersion_isRefused() throws IOException {
    byte[] hello = hello();
    hello[5] = 2;
    assertThat(sentence(exchange(hello))).endsWith("another protocol version");
    assertCounted("another protocol version");
  }

  @Test
  void anotherNetwork_isRefused_withASentenceThatNamesBoth() throws IOException {
    byte[] answer = exchange(new Hello("other", FINGERPRINT, LISTENING).toBytes());
    assertThat(sentence(answer))
        .contains("network 'test'")
        .contains("network 'other'")
        .contains(LISTENING.toString())
        .endsWith("another network");
    assertCounted("another network");
  }

  @Test
  void otherMessages_areRefused() throws IOException {
    byte[] answer = exchange(new Hello("test", FINGERPRINT + 1, LISTENING).toBytes());
    assertThat(sentence(answer)).endsWith("other messages");
    assertCounted("other messages");
  }

  @Test
  void addressOfAnotherMachine_isRefused() throws IOException {
    PeerAddress other = PeerAddress.ofIpv4(0x0a00_0001, 4000);
    byte[] answer = exchange(new Hello("test", FINGERPRINT, other).toBytes());
    assertThat(sentence(answer)).endsWith("another address");
    assertCounted("another address");
  }

  /** Frames behind a refused hello must not turn the sentence into a reset. */
  @Test
  void refusal_arrivesEvenWhenFramesFollowTheHello() throws IOException {
    byte[] hello = new Hello("other", FINGERPRINT, LISTENING).toBytes();
    assertThat(sentence(exchange(hello, new byte[200_000]))).endsWith("another network");
  }

  private static String sentence(byte[] answer) {
    ByteBuffer in = ByteBuffer.wrap(answer);
    assertThat(in.get()).isEqualTo((byte) 'R');
    byte[] text = new byte[in.getShort()];
    in.get(text);
    assertThat(in.hasRemaining()).isFalse();
    return new String(text, StandardCharsets.UTF_8);
  }

  @Test
  void peerThatSaysNothing_isLeftAfterTheDeadline() throws IOException {
    HostSettings hasty = world.settings().withHandshakeDeadline(Duration.ofMillis(50));
    Place impatient = world.place(hasty);
    try (Socket socket = new Socket("127.0.0.1", impatient.peer().address().port())) {
      socket.setSoTimeout(20_000);
      assertThat(readToEnd(socket.getInputStream())).isEmpty();
    }
    assertThat(impatient.host().refused()).containsEntry("late handshake", 1L);
  }

  @Test
  void peerThatNeverAnswers_isUnreachable() throws IOException {
    Place impatient = world.place(world.settings().withHandshakeDeadline(Duration.ofMillis(50)));
    try (ServerSocket silent = new ServerSocket(0)) {
      PeerAddress address = PeerAddress.ofIpv4(0x7f00_0001, silent.getLocalPort());
      impatient.asking(Peer.at(address), 1);
      assertThat(TalkingNode.next(impatient.node().unreachable)).isEqualTo(Peer.at(address));
    }
  }

  @Test
  void hostsOfTwoNetworks_refuseEachOther() {
    Place stranger = world.place(HostSettings.ofNetwork("stranger"));
    assertThat(stranger.asking(victim.peer(), 1)).failsWithin(Duration.ofSeconds(20));
    assertThat(TalkingNode.next(stranger.node().unreachable)).isEqualTo(victim.peer());
    assertThat(stranger.host().refused()).containsEntry("refused by peer", 1L);
    assertCounted("another network");
  }

  @Test
  void frameInPieces_isRead() throws IOException {
    try (Socket socket = connect()) {
      byte[] frame = bytes("0000000d6607000000" + "0100000000000000");
      socket.setTcpNoDelay(true);
      socket.getOutputStream().write(hello());
      assertThat(socket.getInputStream().read()).isEqualTo('W');
      for (byte b : frame) {
        socket.getOutputStream().write(b);
      }
      socket.getInputStream().readNBytes(hello().length);
      assertThat(socket.getInputStream().readNBytes(14))
          .isEqualTo(bytes("0000000a6707" + "0100000000000000"));
    }
  }
}
