package io.duet.unstructured.message;

import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.overlay.KeywordResult;
import io.duet.rpc.Reply;
import io.duet.rpc.Request;
import io.duet.wire.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What super-peers and leaves say to each other. */
public sealed interface UnstructuredMessage extends Message {

  /** Asks to be neighbours. */
  @Wire(id = 40, name = "superpeer.link-request")
  record LinkRequest(int requestId) implements UnstructuredMessage, Request<LinkReply> {}

  /**
   * Whether sender and receiver are neighbours now.
   *
   * @param partners who shares the sender's leaves
   * @param others super-peers that the receiver may ask too
   */
  @Wire(id = 41, name = "superpeer.link-reply")
  record LinkReply(
      int requestId,
      boolean accepted,
      @Wire.Count(max = WireLimits.PARTNERS_MAX) List<Peer> partners,
      @Wire.Count(max = WireLimits.OTHERS_MAX) List<Peer> others)
      implements UnstructuredMessage, Reply {}

  /** Asks whether the receiver lives. */
  @Wire(id = 42, name = "superpeer.ping")
  record Ping(int requestId) implements UnstructuredMessage, Request<Pong> {}

  /**
   * The sender lives.
   *
   * @param load the leaves that it serves
   * @param bond what the receiver is to it
   * @param digest of the contents that the receiver, a leaf, has registered there
   * @param partners who shares its leaves
   * @param others super-peers that it knows, for the day on which it dies
   */
  @Wire(id = 43, name = "superpeer.pong")
  record Pong(
      int requestId,
      @Wire.VarInt int load,
      PeerRelation bond,
      int digest,
      @Wire.Count(max = WireLimits.PARTNERS_MAX) List<Peer> partners,
      @Wire.Count(max = WireLimits.OTHERS_MAX) List<Peer> others)
      implements UnstructuredMessage, Reply {}

  /** Asks to share leaves from now on. */
  @Wire(id = 58, name = "superpeer.partner-request")
  record PartnerRequest(int requestId) implements UnstructuredMessage, Request<PartnerReply> {}

  /** Whether sender and receiver are partners now. */
  @Wire(id = 59, name = "superpeer.partner-reply")
  record PartnerReply(int requestId, boolean accepted) implements UnstructuredMessage, Reply {}

  /** Says that the sender leaves. */
  @Wire(id = 44, name = "superpeer.leave")
  record Leave() implements UnstructuredMessage {}

  /**
   * What the sender's index may hold, in place of what it told before.
   *
   * @param filter null when that is too much for a filter
   */
  @Wire(id = 91, name = "superpeer.routing-filter-update")
  record RoutingFilterUpdate(int requestId, @Nullable BloomFilter filter)
      implements UnstructuredMessage, Request<RoutingFilterReply> {}

  /** A filter has come, and is used, or refused. */
  @Wire(id = 92, name = "superpeer.routing-filter-reply")
  record RoutingFilterReply(int requestId, boolean accepted)
      implements UnstructuredMessage, Reply {}

  /**
   * What a provider offers, by the word of a neighbour.
   *
   * @param fresh whether all that it offered before is forgotten first
   */
  record Lot(
      Peer provider,
      boolean fresh,
      @Wire.Count(max = WireLimits.CONTENTS_MAX) List<SharedContent> contents) {}

  /**
   * Part of the sender's index.
   *
   * @param whole whether the receiver holds all of it then
   * @param lots of {@link WireLimits#CONTENTS_MAX} contents together, at most
   */
  @Wire(id = 93, name = "superpeer.index-update")
  record IndexUpdate(int requestId, boolean whole, @Wire.Count(max = LOTS_MAX) List<Lot> lots)
      implements UnstructuredMessage, Request<IndexUpdateAck> {
    /** At most this many providers are named by one message. */
    public static final int LOTS_MAX = 64;

    /** Refuses more contents than a message may hold. */
    public IndexUpdate {
      if (lots.stream().mapToInt(lot -> lot.contents().size()).sum() > WireLimits.CONTENTS_MAX) {
        throw new IllegalArgumentException("too many pointers");
      }
    }
  }

  /**
   * Part of an index was taken, or all of it is forgotten.
   *
   * @param digests of what the sender holds now of each provider that was named
   */
  @Wire(id = 94, name = "superpeer.index-update-ack")
  record IndexUpdateAck(
      int requestId,
      boolean accepted,
      @Wire.Count(max = IndexUpdate.LOTS_MAX) List<Integer> digests)
      implements UnstructuredMessage, Reply {}

  /**
   * A query that is flooded.
   *
   * @param id random, the same on all its ways
   * @param wanted results that it wants; nobody answers with more
   * @param ttl how many more times it may be forwarded
   * @param hops messages that have carried it until now, this one included
   */
  @Wire(id = 45, name = "superpeer.query")
  record Query(
      long id,
      SearchCriteria question,
      @Wire.VarInt(min = 1, max = WireLimits.WANTED_MAX) int wanted,
      @Wire.Octet int ttl,
      @Wire.Octet int hops)
      implements UnstructuredMessage, Searching {}

  /**
   * A walker: a query that is sent on to one neighbour.
   *
   * @param id random, the same for all walkers of a query
   * @param wanted results that it wants; nobody answers with more
   * @param ttl how many more steps it may take
   * @param hops steps until now, this one included
   * @param origin whom it asks whether it is still wanted
   * @param walker its number among the walkers of the query, for its origin
   */
  @Wire(id = 52, name = "superpeer.walk")
  record Walk(
      long id,
      SearchCriteria question,
      @Wire.VarInt(min = 1, max = WireLimits.WANTED_MAX) int wanted,
      @Wire.VarInt int ttl,
      @Wire.VarInt int hops,
      Peer origin,
      @Wire.VarInt int walker)
      implements UnstructuredMessage, Searching {}

  /**
   * What the sender, a neighbour, has room for.
   *
   * @param capacity of the sender
   * @param tokens how many walkers the receiver may send it from now on
   */
  @Wire(id = 90, name = "superpeer.token-grant")
  record TokenGrant(@Wire.VarInt int capacity, @Wire.VarInt int tokens)
      implements UnstructuredMessage {}

  /** A walker asks its origin whether it is still wanted. */
  @Wire(id = 53, name = "superpeer.walker-check")
  record WalkerCheck(int requestId, long query, @Wire.VarInt int walker)
      implements UnstructuredMessage, Searching, Request<WalkerCheckReply> {}

  /** Whether a query is still under way. */
  @Wire(id = 54, name = "superpeer.walker-check-reply")
  record WalkerCheckReply(int requestId, boolean wanted)
      implements UnstructuredMessage, Searching, Reply {}

  /**
   * The positive reply to a query; it goes back the way on which the query came.
   *
   * @param hops messages that carried the query to the one who knew
   */
  @Wire(id = 46, name = "superpeer.query-hit")
  record QueryHit(long id, @Wire.VarInt int hops, SearchResults found)
      implements UnstructuredMessage, Searching {}

  /**
   * A hit that one on the way remembers from an earlier query.
   *
   * @param millisLeft milliseconds for which it does so still, and others may
   */
  @Wire(id = 95, name = "superpeer.cached-hit")
  record CachedHit(long id, @Wire.VarInt int hops, SearchResults found, @Wire.VarInt int millisLeft)
      implements UnstructuredMessage, Searching {

    public QueryHit asHit() {
      return new QueryHit(id, hops, found);
    }
  }

  /** Asks whether the receiver offers these contents; a name is asked for by its key. */
  @Wire(id = 56, name = "superpeer.verify-hit")
  record VerifyHit(int requestId, @Wire.Count(max = KeywordResult.NAMES_MAX) List<Key> keys)
      implements UnstructuredMessage, Searching, Request<HitVerified> {}

  /** Whether the sender offers each of the contents that it was asked for, in their order. */
  @Wire(id = 57, name = "superpeer.hit-verified")
  record HitVerified(
      int requestId, @Wire.Count(max = KeywordResult.NAMES_MAX) List<Boolean> offered)
      implements UnstructuredMessage, Searching, Reply {}
}
