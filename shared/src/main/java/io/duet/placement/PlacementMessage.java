package io.duet.placement;

import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.overlay.ContentName;
import io.duet.store.PlacedContent;
import io.duet.transfer.TransferMessage;
import io.duet.wire.Wire;
import java.util.List;

/** The messages of placement. A peer states only what it has or wants itself. */
public sealed interface PlacementMessage extends Message {
  /** The largest number of other peers that one answer names. */
  int OTHERS_MAX = 16;

  /** Asks how many bytes the peer would store for the asker; answered by SpaceLeft. */
  @Wire(id = 176, name = "placement.find-space")
  record FindSpace() implements PlacementMessage, TransferMessage.Question {}

  /**
   * The space that the peer offers.
   *
   * @param bytes free bytes of its quota for the asker
   * @param uptimeSeconds seconds since the peer started
   * @param others peers that the peer knows, each of which must be asked itself
   */
  @Wire(id = 177, name = "placement.space-left")
  record SpaceLeft(
      @Wire.AtLeast(0) long bytes,
      @Wire.VarInt int uptimeSeconds,
      @Wire.Count(max = OTHERS_MAX) List<Peer> others)
      implements PlacementMessage, TransferMessage.Answer {}

  /**
   * Asks the peer to store a content, which it then fetches from the asker; answered by StoreReply.
   *
   * @param owner the peer whose user placed the content
   * @param replicas how many live copies that user wants, or {@link PlacedContent#DELIVERED}
   */
  @Wire(id = 178, name = "placement.store-offer")
  record StoreOffer(
      Key id,
      ContentName contentName,
      @Wire.AtLeast(0) long bytes,
      Peer owner,
      @Wire.VarInt(max = PlacedContent.REPLICAS_MAX) int replicas)
      implements PlacementMessage, TransferMessage.Question {}

  /**
   * Accepts or declines a content.
   *
   * @param freeBytes the bytes that are free for the owner now
   */
  @Wire(id = 179, name = "placement.store-reply")
  record StoreReply(Outcome outcome, @Wire.AtLeast(0) long freeBytes)
      implements PlacementMessage, TransferMessage.Answer {}

  /** What became of an offer. */
  enum Outcome {
    /** The peer fetches the content, or has it. */
    ACCEPTED,
    /** The content is larger than the free space. */
    NO_SPACE,
    /** The name is not safe for a file. */
    UNSAFE_NAME,
    /** The asker does not confirm, at its own address, that it has the content. */
    NOT_CONFIRMED
  }

  /** Asks whether the peer has a content; answered by Holding. */
  @Wire(id = 180, name = "placement.find-holding")
  record FindHolding(Key id) implements PlacementMessage, TransferMessage.Question {}

  /**
   * What the peer has of a content.
   *
   * @param stored whether its only copy is one that it stores for another peer
   * @param replicas the number of copies that it wants or was told, or {@link
   *     PlacedContent#DELIVERED}
   */
  @Wire(id = 181, name = "placement.holding")
  record Holding(
      Amount amount, boolean stored, @Wire.VarInt(max = PlacedContent.REPLICAS_MAX) int replicas)
      implements PlacementMessage, TransferMessage.Answer {}

  /** How much of a content a peer has. */
  enum Amount {
    /** Nothing. */
    NONE,
    /** It is fetching the content. */
    PARTIAL,
    /** All of it. */
    COMPLETE
  }
}
