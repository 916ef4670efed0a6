package io.duet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PeerAddressTest {
  private static final PeerAddress V4 = PeerAddress.ofIpv4(0xC0A8_0001, 4000);
  private static final PeerAddress V6 = new PeerAddress(0x2001_0db8_0000_0000L, 1, 80);

  @Test
  void toString_writesAddressAndPort() {
    assertThat(V4).hasToString("192.168.0.1:4000");
    assertThat(V6).hasToString("[2001:db8:0:0:0:0:0:1]:80");
  }

  @Test
  void rawIp_givesBackWhatOfBytesTook() {
    for (PeerAddress address : List.of(V4, V6, PeerAddress.ofIpv4(-1, 0))) {
      assertThat(PeerAddress.ofBytes(address.rawIp(), address.port())).isEqualTo(address);
    }
    assertThat(V4.rawIp()).containsExactly(0xC0, 0xA8, 0, 1);
    assertThat(V6.rawIp()).hasSize(16).startsWith(0x20, 0x01, 0x0d, 0xb8).endsWith(0, 1);
  }

  @Test
  void isIpv4_isTrueForMappedAddressesOnly() {
    assertThat(V4.isIpv4()).isTrue();
    assertThat(V4.ipv4()).isEqualTo(0xC0A8_0001);
    assertThat(V6.isIpv4()).isFalse();
    assertThat(new PeerAddress(1, V4.low(), 1).isIpv4()).isFalse();
  }

  @Test
  void ofBytes_refusesOtherLengths() {
    assertThatThrownBy(() -> PeerAddress.ofBytes(new byte[5], 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void port_isWithin16Bits() {
    assertThatThrownBy(() -> PeerAddress.ofIpv4(1, -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PeerAddress.ofIpv4(1, 65_536))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void compareTo_ordersByUnsignedAddressThenPort() {
    PeerAddress high = new PeerAddress(-1, 0, 1);
    PeerAddress low4 = PeerAddress.ofIpv4(0x0a00_0001, 4000);
    PeerAddress laterPort = PeerAddress.ofIpv4(0x0a00_0001, 4001);
    assertThat(Stream.of(high, V6, laterPort, V4, low4).sorted())
        .containsExactly(low4, laterPort, V4, V6, high);
  }

  @Test
  void sameMachine_looksPastThePort() {
    assertThat(V4.sameMachine(PeerAddress.ofIpv4(V4.ipv4(), 1))).isTrue();
    assertThat(V4.sameMachine(V6)).isFalse();
  }
}
