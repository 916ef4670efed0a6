package io.duet.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.node.PeerAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerAddressesTest {
  @Test
  void parse_readsIpAddresses() {
    assertThat(PeerAddresses.parse("127.0.0.1:4000"))
        .isEqualTo(PeerAddress.ofIpv4(0x7f00_0001, 4000));
    assertThat(PeerAddresses.parse("[::1]:0")).isEqualTo(new PeerAddress(0, 1, 0));
    assertThat(PeerAddresses.parse("[::ffff:1.2.3.4]:80"))
        .isEqualTo(PeerAddress.ofIpv4(0x0102_0304, 80));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.1.2.3:65535", "[2001:db8:0:0:0:0:0:1]:80"})
  void parse_givesBackWhatToStringWrote(String text) {
    assertThat(PeerAddresses.parse(text)).hasToString(text);
    PeerAddress address = PeerAddresses.parse(text);
    assertThat(PeerAddresses.of(PeerAddresses.toSocket(address))).isEqualTo(address);
  }

  @Test
  void parse_looksNamesUp() {
    assertThat(PeerAddresses.parse("localhost:4000").port()).isEqualTo(4000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":1", "host", "host:", "host:x", "host:65536", "::1:5", "a b:1"})
  void parse_saysHowToWriteAnAddress(String text) {
    assertThatThrownBy(() -> PeerAddresses.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'" + text + "' is not an address; write HOST:PORT");
  }

  @Test
  void parse_saysWhichHostIsUnknown() {
    assertThatThrownBy(() -> PeerAddresses.parse("[1::2::3]:1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'1::2::3' in '[1::2::3]:1' is not a known host");
  }
}
