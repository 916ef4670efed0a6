package io.duet.daemon;

import io.duet.listing.ListingMessage;
import io.duet.mail.MailMessage;
import io.duet.placement.PlacementMessage;
import io.duet.transfer.TransferMessage;
import io.duet.wire.MessageRegistry;

/** All messages on the streams of a node. */
public final class StreamMessages {
  private StreamMessages() {}

  /** A registry, which is the same in every node. */
  public static MessageRegistry registry() {
    return TransferMessage.builder()
        .addAll(MailMessage.class)
        .addAll(PlacementMessage.class)
        .addAll(ListingMessage.class)
        .build();
  }
}
