package io.duet.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.duet.wire.TestMessages;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Worlds worked out by hand: a piece has 1,000 bytes, and a link of 1 kB/s takes a second for it.
 */
class BulkTransfersTest {
  private static final int PIECE = 1_000;

  private final List<String> arrivals = new ArrayList<>();
  private final Simulation simulation =
      new Simulation(1, NetworkModel.constant(0), TestMessages.registry(), (node, event) -> {});

  private BulkTransfers transfers(String bandwidth) {
    return new BulkTransfers(simulation, Bandwidth.parse(bandwidth));
  }

  /** Sends pieces with these names one after another. */
  private void send(BulkTransfers.Stream stream, String... names) {
    for (String name : names) {
      stream.send(PIECE, () -> arrivals.add(name + "@" + simulation.nowNanos() / 10_000_000));
    }
  }

  private void runAll() {
    while (simulation.step()) {
      assertThat(simulation.nowNanos()).isLessThan(1_000_000_000_000L);
    }
  }

  @Test
  void oneUplink_isSharedByTwoDownloaders() {
    BulkTransfers transfers = transfers("1kB/s");
    send(transfers.open(0, 1), "a", "b");
    send(transfers.open(0, 2), "c");
    runAll();
    assertThat(arrivals).containsExactly("a@200", "c@200", "b@300");
  }

  /** Half a second alone, then halves: the first piece ends after 1.5 s, the second after 2 s. */
  @Test
  void laterStream_takesItsShareFromThenOn() {
    BulkTransfers transfers = transfers("1kB/s");
    send(transfers.open(0, 1), "early");
    simulation.runUntil(500_000_000);
    send(transfers.open(0, 2), "late");
    runAll();
    assertThat(arrivals).containsExactly("early@150", "late@200");
  }

  @Test
  void twoProviders_doubleTheRate_upToTheDownlink() {
    BulkTransfers transfers = transfers("1kB/s/2kB/s");
    send(transfers.open(0, 2), "a", "b");
    send(transfers.open(1, 2), "c", "d");
    runAll();
    assertThat(arrivals).containsExactly("a@100", "c@100", "b@200", "d@200");
  }

  @Test
  void narrowDownlink_takesOnePieceAfterTheOther() {
    BulkTransfers transfers = transfers("1kB/s/1kB/s");
    send(transfers.open(0, 2), "a", "b");
    send(transfers.open(1, 2), "c", "d");
    runAll();
    assertThat(arrivals).containsExactly("a@100", "c@200", "b@300", "d@400");
  }

  @Test
  void slowDownlink_takesItsOwnTimeForOnePiece() {
    BulkTransfers transfers = transfers("4kB/s/1kB/s");
    send(transfers.open(0, 1), "a", "b");
    runAll();
    assertThat(arrivals).containsExactly("a@100", "b@200");
  }

  @Test
  void closedStream_leavesTheUplinkToOthers() {
    BulkTransfers transfers = transfers("1kB/s");
    BulkTransfers.Stream closing = transfers.open(0, 1);
    send(closing, "never");
    send(transfers.open(0, 2), "other");
    simulation.runUntil(1_000_000_000);
    closing.close();
    runAll();
    assertThat(arrivals).containsExactly("other@150");
  }

  @Test
  void endedHost_sendsNothingMore() {
    BulkTransfers transfers = transfers("1kB/s");
    BulkTransfers.Stream stream = transfers.open(0, 1);
    send(stream, "never");
    transfers.end(0);
    send(stream, "neither");
    runAll();
    assertThat(arrivals).isEmpty();
  }

  /** Each of 100 streams sends 20 pieces: 2,000 s on one uplink, and all end together. */
  @Test
  void manyStreams_endWhenAllBytesAreSent() {
    BulkTransfers transfers = transfers("1kB/s");
    for (int to = 1; to <= 100; to++) {
      BulkTransfers.Stream stream = transfers.open(0, to);
      for (int piece = 0; piece < 20; piece++) {
        stream.send(PIECE, () -> arrivals.add("" + simulation.nowNanos()));
      }
    }
    while (simulation.step()) {
      // until no event waits
    }
    assertThat(arrivals).hasSize(2_000);
    assertThat(Long.parseLong(arrivals.get(1_999)) / 1e9).isEqualTo(2_000, within(1e-3));
  }

  @Test
  void bandwidth_isRead_orRefusedInASentence() {
    assertThat(Bandwidth.parse("20MB/s/1MiB/s")).isEqualTo(new Bandwidth(20_000_000, 1 << 20));
    assertThat(Bandwidth.parse("1.5kB/s")).isEqualTo(new Bandwidth(1_500, Bandwidth.UNLIMITED));
    for (String wrong : List.of("", "20", "-1MB/s", "20MB/s/", "fast")) {
      assertThatThrownBy(() -> Bandwidth.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is not a bandwidth; known are 20MB/s");
    }
    assertThatThrownBy(() -> Bandwidth.parse("0MB/s")).hasMessageContaining("moves no byte");
  }
}
