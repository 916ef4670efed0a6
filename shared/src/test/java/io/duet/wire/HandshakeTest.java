package io.duet.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.duet.node.PeerAddress;
import io.duet.wire.Handshake.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {
  private static final PeerAddress A = PeerAddress.ofIpv4(0x0a00_0001, 4000);
  private static final PeerAddress B = PeerAddress.ofIpv4(0x0a00_0002, 4000);
  private static final PeerAddress SOCKET_OF_A = PeerAddress.ofIpv4(0x0a00_0001, 51_234);
  private static final Hello HELLO_A = new Hello("race", 7, A);
  private static final Hello HELLO_B = new Hello("race", 7, B);

  private final Handshake dialing = new Handshake(HELLO_A, B, true);
  private final Handshake accepting = new Handshake(HELLO_B, SOCKET_OF_A, false);

  @Test
  void accept_introducesBothSides_andLeavesTheFramesBehind() throws RefusedException {
    byte[] opening = withTail(dialing.opening());
    assertThat(accepting.accept(opening, 0, opening.length)).isEqualTo(opening.length - 3);
    byte[] answer = withTail(accepting.closing());
    assertThat(dialing.accept(answer, 0, answer.length)).isEqualTo(answer.length - 3);
    assertThat(accepting.peer()).isEqualTo(A);
    assertThat(dialing.peer()).isEqualTo(B);
  }

  @Test
  void accept_takesOneByteAtATime() throws RefusedException {
    byOne(dialing.opening(), accepting);
    assertThat(accepting.peer()).isEqualTo(A);
    byOne(accepting.closing(), dialing);
    assertThat(dialing.peer()).isEqualTo(B);
  }

  private static void byOne(byte[] bytes, Handshake handshake) throws RefusedException {
    for (int i = 0; i < bytes.length; i++) {
      assertThat(handshake.peer()).isNull();
      assertThat(handshake.accept(bytes, i, 1)).isOne();
    }
  }

  @Test
  void accept_takesIpv6() throws RefusedException {
    PeerAddress address = new PeerAddress(0x2001_0db8L << 32, 9, 65_535);
    byte[] hello = new Hello("race", 7, address).toBytes();
    Handshake side = new Handshake(HELLO_B, new PeerAddress(0x2001_0db8L << 32, 9, 1), false);
    side.accept(hello, 0, hello.length);
    assertThat(side.peer()).isEqualTo(address);
  }

  @Test
  void accept_refusesAnotherNetwork_withASentenceThatNamesBoth() {
    assertThat(refusalOf(new Hello("other", 7, A)))
        .hasMessage(
            "10.0.0.2:4000 (version 1, network 'race', messages 00000007) refuses"
                + " 10.0.0.1:4000 (version 1, network 'other', messages 00000007): another network")
        .extracting(RefusedException::reason)
        .isEqualTo("another network");
  }

  @Test
  void accept_refusesOtherMessages() {
    assertThat(refusalOf(new Hello("race", 8, A)).reason()).isEqualTo("other messages");
  }

  @Test
  void accept_refusesAnAddressThatIsNotTheSockets() {
    PeerAddress victim = PeerAddress.ofIpv4(0x0a00_0003, 4000);
    PeerAddress nowhere = PeerAddress.ofIpv4(0x0a00_0001, 0);
    assertThat(refusalOf(new Hello("race", 7, victim)).reason()).isEqualTo("another address");
    assertThat(refusalOf(new Hello("race", 7, nowhere)).reason()).isEqualTo("another address");
  }

  @Test
  void accept_refusesToTalkToAnotherThanWasDialed() throws RefusedException {
    Handshake other = new Handshake(new Hello("race", 7, A), SOCKET_OF_A, false);
    byte[] opening = dialing.opening();
    other.accept(opening, 0, opening.length);
    assertThat(refusalBy(dialing, other.closing()).reason()).isEqualTo("another address");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void accept_refusesAnotherProtocol_atItsFirstWrongByte(int wrong) {
    byte[] hello = HELLO_A.toBytes();
    hello[wrong] ^= 1;
    byte[] beginning = Arrays.copyOf(hello, wrong + 1);
    assertThat(refusalBy(accepting, beginning).reason()).isEqualTo("not this protocol");
  }

  @Test
  void accept_refusesAnotherVersion() {
    byte[] hello = HELLO_A.toBytes();
    hello[5]++;
    assertThat(refusalBy(accepting, hello))
        .hasMessageContaining("10.0.0.2:4000 (version 1")
        .hasMessageContaining("10.0.0.1:51234")
        .extracting(RefusedException::reason)
        .isEqualTo("another protocol version");
  }

  @Test
  void accept_refusesALengthBeyondAnyHello() {
    byte[] hello = HELLO_A.toBytes();
    hello[6] = 0x7f;
    assertThat(refusalBy(accepting, hello).reason()).isEqualTo("bad hello");
  }

  @Test
  void accept_refusesANameThatIsNotPrintable() {
    byte[] hello = HELLO_A.toBytes();
    hello[hello.length - 1] = '\n';
    assertThat(refusalBy(accepting, hello).reason()).isEqualTo("bad hello");
  }

  @Test
  void accept_readsTheOtherSidesRefusal() throws RefusedException {
    RefusedException refusal = refusalOf(new Hello("other", 7, A));
    assertThat(refusalBy(dialing, refusal.toBytes()))
        .hasMessage(refusal.getMessage())
        .extracting(RefusedException::reason)
        .isEqualTo("refused by peer");
  }

  @Test
  void accept_takesControlCharactersOutOfARefusal() {
    byte[] answer = "R\0\5a\u001b[2J".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(refusalBy(dialing, answer)).hasMessage("a?[2J");
  }

  @Test
  void accept_refusesARefusalThatIsTooLong() {
    assertThat(refusalBy(dialing, new byte[] {'R', 127, 0}).reason()).isEqualTo("bad refusal");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "näh", "a\tb"})
  void hello_refusesABadName(String name) {
    assertThatThrownBy(() -> new Hello(name, 7, A)).isInstanceOf(IllegalArgumentException.class);
  }

  private RefusedException refusalOf(Hello hello) {
    return refusalBy(accepting, hello.toBytes());
  }

  private static RefusedException refusalBy(Handshake side, byte[] bytes) {
    return catchThrowableOfType(RefusedException.class, () -> side.accept(bytes, 0, bytes.length));
  }

  private static byte[] withTail(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length + 3);
  }
}
