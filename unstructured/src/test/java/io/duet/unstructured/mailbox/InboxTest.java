package io.duet.unstructured.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import org.junit.jupiter.api.Test;

/** An inbox in which requests are remembered for ten nanoseconds. */
class InboxTest {
  private final Inbox inbox = new Inbox(10);

  private static Peer peer(int number) {
    return Peer.at(PeerAddress.ofIpv4(10 << 24 | number, 4_000));
  }

  private boolean deliver(int by, int number, long now) {
    StoredRequest mail =
        new StoredRequest(new StoredRequest.Id(peer(0), number), peer(99), "number " + number, 60);
    return inbox.take(peer(by), mail, now);
  }

  @Test
  void numbers_areForgottenAfterTheLifetime_andTheirRoomIsFree() {
    int most = Inbox.REMEMBERED_MAX / 17; // a sixteenth of what is free then
    for (int i = 0; i < most; i++) {
      assertThat(deliver(1, i, 0)).isTrue();
    }
    assertThat(deliver(1, most, 9)).isFalse();
    assertThat(deliver(1, 0, 9)).isTrue(); // known, so it takes no room
    assertThat(inbox.repeated()).isEqualTo(1);
    assertThat(deliver(1, most, 10)).isTrue();
    assertThat(inbox.count()).isEqualTo(most + 1);
  }

  @Test
  void shownRequests_areSharedAmongTheirDeliverers() {
    deliver(1, 0, 0);
    for (int i = 1; i <= 2 * Inbox.SHOWN_MAX; i++) {
      deliver(i % 2 == 0 ? 2 : 3, i, 0);
    }
    assertThat(inbox.shown()).hasSize(Inbox.SHOWN_MAX);
    assertThat(inbox.shown().get(0).text()).isEqualTo("number 0");
    assertThat(inbox.shown().get(Inbox.SHOWN_MAX - 1).text()).isEqualTo("number 512");
    assertThat(inbox.shown().stream().filter(one -> one.deliveredBy().equals(peer(2))))
        .hasSizeBetween(127, 128);
  }
}
