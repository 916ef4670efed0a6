package io.duet.unstructured.message;

import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.overlay.ContentName;
import io.duet.rpc.Reply;
import io.duet.rpc.Request;
import io.duet.wire.Wire;
import java.util.List;

/** Messages between leaves and super-peers. */
public sealed interface LeafMessage extends Message {

  /**
   * Asks a leaf to become a super-peer.
   *
   * @param asPartner whether it becomes the sender's partner
   */
  @Wire(id = 60, name = "superpeer.promote")
  record Promote(int requestId, boolean asPartner) implements LeafMessage, Request<PromoteReply> {}

  /** Says whether the sender is a super-peer now, and no longer a leaf of the receiver. */
  @Wire(id = 61, name = "superpeer.promote-reply")
  record PromoteReply(int requestId, boolean accepted) implements LeafMessage, Reply {}

  /** Sends a leaf to another super-peer. */
  @Wire(id = 62, name = "superpeer.redirect")
  record Redirect(Peer to) implements LeafMessage {}

  /**
   * Asks to become a leaf of the receiver, or for a redirect to a better super-peer.
   *
   * @param insist whether the leaf accepts no redirect: it was redirected or registered here before
   * @param capacity capacity as a super-peer; 0 when the leaf does not want to become one
   */
  @Wire(id = 47, name = "superpeer.join")
  record Join(int requestId, boolean insist, @Wire.VarInt int capacity)
      implements LeafMessage, Request<JoinReply> {}

  /**
   * Says whether the receiver is a leaf of the sender now.
   *
   * @param partners the sender's partners, with which the leaf registers too
   * @param others other super-peers; for a redirect, the best one first
   */
  @Wire(id = 48, name = "superpeer.join-reply")
  record JoinReply(
      int requestId,
      boolean accepted,
      @Wire.Count(max = WireLimits.PARTNERS_MAX) List<Peer> partners,
      @Wire.Count(max = WireLimits.OTHERS_MAX) List<Peer> others)
      implements LeafMessage, Reply {}

  /**
   * Carries an index update of a leaf: contents that it offers from now on, or no longer.
   *
   * @param fresh whether the leaf's earlier contents are removed first
   */
  @Wire(id = 49, name = "superpeer.register")
  record Register(
      int requestId,
      boolean fresh,
      boolean added,
      @Wire.Count(max = WireLimits.CONTENTS_MAX) List<SharedContent> contents)
      implements LeafMessage, Publishing, Request<RegisterReply> {}

  /** Says whether an index update of a leaf was accepted. */
  @Wire(id = 55, name = "superpeer.register-reply")
  record RegisterReply(int requestId, boolean accepted) implements LeafMessage, Publishing, Reply {}

  /** Asks a super-peer to search on behalf of a leaf. */
  @Wire(id = 50, name = "superpeer.leaf-query")
  record LeafQuery(
      int requestId,
      SearchCriteria criteria,
      @Wire.VarInt(min = 1, max = WireLimits.WANTED_MAX) int wanted)
      implements LeafMessage, Searching, Request<LeafQueryReply> {}

  /**
   * Carries the results of a leaf's search.
   *
   * @param hops number of hops between super-peers to the first hit
   */
  @Wire(id = 51, name = "superpeer.leaf-query-reply")
  record LeafQueryReply(int requestId, @Wire.VarInt int hops, SearchResults found)
      implements LeafMessage, Searching, Reply {}

  /**
   * Announces the free space of a leaf for files of other nodes.
   *
   * @param bytes free space in bytes
   */
  @Wire(id = 66, name = "superpeer.storage-offer")
  record StorageOffer(@Wire.AtLeast(0) long bytes) implements LeafMessage {}

  /** Asks for the holder of a file with this name, or else for leaves with this many free bytes. */
  @Wire(id = 67, name = "superpeer.find-storage")
  record FindStorage(int requestId, ContentName name, @Wire.AtLeast(0) long bytes)
      implements LeafMessage, Searching, Request<StorageFound> {}

  /**
   * Answers a request for storage.
   *
   * @param held whether the first peer has the file already
   * @param peers suitable peers, the best one first; may be empty
   */
  @Wire(id = 68, name = "superpeer.storage-found")
  record StorageFound(
      int requestId, boolean held, @Wire.Count(max = WireLimits.OTHERS_MAX) List<Peer> peers)
      implements LeafMessage, Searching, Reply {}
}
