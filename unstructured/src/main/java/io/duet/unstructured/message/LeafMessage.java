package io.duet.unstructured.message;

import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.overlay.ContentName;
import io.duet.rpc.Reply;
import io.duet.rpc.Request;
import io.duet.wire.Wire;
import java.util.List;

/** What leaves and the super-peers that serve them say to each other. */
public sealed interface LeafMessage extends Message {

  /**
   * Asks a leaf to become a super-peer.
   *
   * @param asPartner whether it is to share the sender's leaves
   */
  @Wire(id = 60, name = "superpeer.promote")
  record Promote(int requestId, boolean asPartner) implements LeafMessage, Request<PromoteReply> {}

  /** Whether the sender is a super-peer now, and no leaf of the receiver any more. */
  @Wire(id = 61, name = "superpeer.promote-reply")
  record PromoteReply(int requestId, boolean accepted) implements LeafMessage, Reply {}

  /** Sends a leaf to another super-peer. */
  @Wire(id = 62, name = "superpeer.redirect")
  record Redirect(Peer to) implements LeafMessage {}

  /**
   * Asks to become a leaf of the receiver, or to be told a better one.
   *
   * @param insist whether it wants no other: it was sent here, or has been served here before
   * @param capacity how much it could do as a super-peer; 0 when it does not want to be one
   */
  @Wire(id = 47, name = "superpeer.join")
  record Join(int requestId, boolean insist, @Wire.VarInt int capacity)
      implements LeafMessage, Request<JoinReply> {}

  /**
   * Whether the receiver is a leaf of the sender now.
   *
   * @param partners with whom it has to register too
   * @param others super-peers that it may turn to; when it is sent on, the best one first
   */
  @Wire(id = 48, name = "superpeer.join-reply")
  record JoinReply(
      int requestId,
      boolean accepted,
      @Wire.Count(max = WireLimits.PARTNERS_MAX) List<Peer> partners,
      @Wire.Count(max = WireLimits.OTHERS_MAX) List<Peer> others)
      implements LeafMessage, Reply {}

  /**
   * What a leaf offers from now on, or no longer.
   *
   * @param fresh whether all that it offered before is forgotten first
   */
  @Wire(id = 49, name = "superpeer.register")
  record Register(
      int requestId,
      boolean fresh,
      boolean added,
      @Wire.Count(max = WireLimits.CONTENTS_MAX) List<SharedContent> contents)
      implements LeafMessage, Publishing, Request<RegisterReply> {}

  /** A change of what a leaf offers was taken, or refused. */
  @Wire(id = 55, name = "superpeer.register-reply")
  record RegisterReply(int requestId, boolean accepted) implements LeafMessage, Publishing, Reply {}

  /** A leaf's search, for its super-peer. */
  @Wire(id = 50, name = "superpeer.leaf-query")
  record LeafQuery(
      int requestId,
      SearchCriteria question,
      @Wire.VarInt(min = 1, max = WireLimits.WANTED_MAX) int wanted)
      implements LeafMessage, Searching, Request<LeafQueryReply> {}

  /**
   * How a leaf's search ended.
   *
   * @param hops messages that carried the query between super-peers until the answer was found
   */
  @Wire(id = 51, name = "superpeer.leaf-query-reply")
  record LeafQueryReply(int requestId, @Wire.VarInt int hops, SearchResults found)
      implements LeafMessage, Searching, Reply {}

  /**
   * Tells a super-peer what the sender, a leaf, would store for others.
   *
   * @param bytes 0 or more
   */
  @Wire(id = 66, name = "superpeer.storage-offer")
  record StorageOffer(@Wire.AtLeast(0) long bytes) implements LeafMessage {}

  /** Asks who has a file of this name, or else who has room for so many bytes, 0 or more. */
  @Wire(id = 67, name = "superpeer.find-storage")
  record FindStorage(int requestId, ContentName name, @Wire.AtLeast(0) long bytes)
      implements LeafMessage, Searching, Request<StorageFound> {}

  /**
   * Who is meant.
   *
   * @param held whether it has the file already
   * @param peers the best one first, or nobody
   */
  @Wire(id = 68, name = "superpeer.storage-found")
  record StorageFound(
      int requestId, boolean held, @Wire.Count(max = WireLimits.OTHERS_MAX) List<Peer> peers)
      implements LeafMessage, Searching, Reply {}
}
