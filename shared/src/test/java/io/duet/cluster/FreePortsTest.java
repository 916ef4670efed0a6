package io.duet.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreePortsTest {

  @Test
  void ports_areDifferentAndBelowThoseOfOutgoingConnections() {
    List<Integer> ports = FreePorts.find(200);
    assertThat(ports).hasSize(200).doesNotHaveDuplicates();
    assertThat(ports).allSatisfy(p -> assertThat(p).isBetween(FreePorts.FIRST, FreePorts.END - 1));
  }

  @Test
  void aPortInUse_isNotFree() throws Exception {
    int port = FreePorts.find(1).get(0);
    assertThat(FreePorts.isFree(port)).isTrue();
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(FreePorts.isFree(socket.getLocalPort())).isFalse();
    }
  }
}
