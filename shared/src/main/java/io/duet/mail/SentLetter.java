package io.duet.mail;

import io.duet.node.Peer;
import io.duet.overlay.DeliveryStatus;
import java.util.List;

/**
 * What became of a letter so far.
 *
 * @param keepers other peers that keep a copy; empty unless it waits
 * @param reason why it was refused; else empty
 */
public record SentLetter(DeliveryStatus status, List<Peer> keepers, String reason) {

  static SentLetter delivered() {
    return new SentLetter(DeliveryStatus.DELIVERED, List.of(), "");
  }

  static SentLetter waiting(List<Peer> keepers) {
    DeliveryStatus status =
        keepers.isEmpty() ? DeliveryStatus.WAITING_HERE_ALONE : DeliveryStatus.WAITING;
    return new SentLetter(status, List.copyOf(keepers), "");
  }

  static SentLetter refused(String reason) {
    return new SentLetter(DeliveryStatus.REFUSED, List.of(), reason);
  }
}
