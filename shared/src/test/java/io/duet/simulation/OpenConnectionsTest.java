package io.duet.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenConnectionsTest {
  private final OpenConnections connections = new OpenConnections();

  @Test
  void close_tellsWhoIsConnected_theIdlestFirst_andEndsBothSides() {
    connections.used(1, 2, 10);
    connections.used(3, 1, 20);
    connections.used(2, 1, 30);
    connections.used(2, 3, 40);
    assertThat(connections.close(1, 50)).containsExactly(3, 2);
    assertThat(connections.close(1, 50)).isEmpty();
    assertThat(connections.close(2, 50)).containsExactly(3);
  }

  @Test
  void connection_closesWhenItIsIdle() {
    connections.used(1, 2, 0);
    connections.used(1, 3, 1);
    assertThat(connections.close(1, OpenConnections.IDLE_NANOS + 1)).containsExactly(3);
  }

  @Test
  void fullHost_closesTheIdlestConnection_onBothSides() {
    for (int peer = 1; peer <= OpenConnections.PER_HOST_MAX + 1; peer++) {
      connections.used(0, peer, peer);
    }
    assertThat(connections.close(1, 0)).isEmpty();
    assertThat(connections.close(0, 0)).hasSize(OpenConnections.PER_HOST_MAX).doesNotContain(1);
  }
}
