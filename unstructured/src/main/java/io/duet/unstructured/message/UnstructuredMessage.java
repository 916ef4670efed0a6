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

/** Messages between super-peers, and those that leaves exchange with super-peers and providers. */
public sealed interface UnstructuredMessage extends Message {

  /** Asks the receiver to become a neighbor. */
  @Wire(id = 40, name = "superpeer.link-request")
  record LinkRequest(int requestId) implements UnstructuredMessage, Request<LinkReply> {}

  /**
   * Says whether sender and receiver are neighbors now.
   *
   * @param partners the sender's partners
   * @param others further super-peers that the receiver may ask
   */
  @Wire(id = 41, name = "superpeer.link-reply")
  record LinkReply(
      int requestId,
      boolean accepted,
      @Wire.Count(max = WireLimits.PARTNERS_MAX) List<Peer> partners,
      @Wire.Count(max = WireLimits.OTHERS_MAX) List<Peer> others)
      implements UnstructuredMessage, Reply {}

  /** Asks whether the receiver is alive. */
  @Wire(id = 42, name = "superpeer.ping")
  record Ping(int requestId) implements UnstructuredMessage, Request<Pong> {}

  /**
   * Says that the sender is alive.
   *
   * @param load number of leaves that the sender serves
   * @param relation relation of the receiver to the sender
   * @param digest digest of the contents that the receiver, if it is a leaf, has registered
   * @param partners the sender's partners
   * @param others super-peers that the sender knows, for use after its death
   */
  @Wire(id = 43, name = "superpeer.pong")
  record Pong(
      int requestId,
      @Wire.VarInt int load,
      PeerRelation relation,
      int digest,
      @Wire.Count(max = WireLimits.PARTNERS_MAX) List<Peer> partners,
      @Wire.Count(max = WireLimits.OTHERS_MAX) List<Peer> others)
      implements UnstructuredMessage, Reply {}

  /** Asks the receiver to become a partner. */
  @Wire(id = 58, name = "superpeer.partner-request")
  record PartnerRequest(int requestId) implements UnstructuredMessage, Request<PartnerReply> {}

  /** Says whether sender and receiver are partners now. */
  @Wire(id = 59, name = "superpeer.partner-reply")
  record PartnerReply(int requestId, boolean accepted) implements UnstructuredMessage, Reply {}

  /** Says that the sender ends its relation to the receiver. */
  @Wire(id = 44, name = "superpeer.leave")
  record Leave() implements UnstructuredMessage {}

  /**
   * Replaces the routing filter of the sender's index.
   *
   * @param filter null when a filter of that index would be saturated
   */
  @Wire(id = 91, name = "superpeer.routing-filter-update")
  record RoutingFilterUpdate(int requestId, @Nullable BloomFilter filter)
      implements UnstructuredMessage, Request<RoutingFilterReply> {}

  /** Says whether a routing filter was accepted. */
  @Wire(id = 92, name = "superpeer.routing-filter-reply")
  record RoutingFilterReply(int requestId, boolean accepted)
      implements UnstructuredMessage, Reply {}

  /**
   * The contents of one provider in an index update.
   *
   * @param fresh whether the provider's earlier contents are removed first
   */
  record ProviderContents(
      Peer provider,
      boolean fresh,
      @Wire.Count(max = WireLimits.CONTENTS_MAX) List<SharedContent> contents) {}

  /**
   * Carries part of the sender's index.
   *
   * @param whole whether the receiver has the whole index after this update
   * @param providers contents by provider, at most {@link WireLimits#CONTENTS_MAX} contents in
   *     total
   */
  @Wire(id = 93, name = "superpeer.index-update")
  record IndexUpdate(
      int requestId,
      boolean whole,
      @Wire.Count(max = PROVIDERS_MAX) List<ProviderContents> providers)
      implements UnstructuredMessage, Request<IndexUpdateAck> {
    /** The largest number of providers in one message. */
    public static final int PROVIDERS_MAX = 64;

    /** Refuses more than {@link WireLimits#CONTENTS_MAX} contents. */
    public IndexUpdate {
      if (providers.stream().mapToInt(provider -> provider.contents().size()).sum()
          > WireLimits.CONTENTS_MAX) {
        throw new IllegalArgumentException("too many contents");
      }
    }
  }

  /**
   * Says whether an index update was accepted; if not, the whole index is dropped.
   *
   * @param digests digest of the contents that the sender has now, for each provider in the update
   */
  @Wire(id = 94, name = "superpeer.index-update-ack")
  record IndexUpdateAck(
      int requestId,
      boolean accepted,
      @Wire.Count(max = IndexUpdate.PROVIDERS_MAX) List<Integer> digests)
      implements UnstructuredMessage, Reply {}

  /**
   * Carries a flooded query.
   *
   * @param id random id, the same in all copies
   * @param wanted number of wanted results; no peer answers with more
   * @param ttl number of further hops
   * @param hops number of hops so far, this one included
   */
  @Wire(id = 45, name = "superpeer.query")
  record Query(
      long id,
      SearchCriteria criteria,
      @Wire.VarInt(min = 1, max = WireLimits.WANTED_MAX) int wanted,
      @Wire.Octet int ttl,
      @Wire.Octet int hops)
      implements UnstructuredMessage, Searching, TimeToLive<Query> {

    @Override
    public Query with(int newTtl, int newHops) {
      return new Query(id, criteria, wanted, newTtl, newHops);
    }
  }

  /**
   * Carries a walker: a query that goes to one neighbor at each step.
   *
   * @param id random id, the same for all walkers of a query
   * @param wanted number of wanted results; no peer answers with more
   * @param ttl number of further steps
   * @param hops number of steps so far, this one included
   * @param origin the peer that receives walker checks
   * @param walker number of this walker within its query
   */
  @Wire(id = 52, name = "superpeer.walk")
  record Walk(
      long id,
      SearchCriteria criteria,
      @Wire.VarInt(min = 1, max = WireLimits.WANTED_MAX) int wanted,
      @Wire.VarInt int ttl,
      @Wire.VarInt int hops,
      Peer origin,
      @Wire.VarInt int walker)
      implements UnstructuredMessage, Searching, TimeToLive<Walk> {

    @Override
    public Walk with(int newTtl, int newHops) {
      return new Walk(id, criteria, wanted, newTtl, newHops, origin, walker);
    }
  }

  /**
   * Sets the number of tokens that the receiver, a neighbor, has for the sender.
   *
   * @param capacity capacity of the sender
   * @param tokens number of walkers that the receiver may send to it from now on
   */
  @Wire(id = 90, name = "superpeer.token-grant")
  record TokenGrant(@Wire.VarInt int capacity, @Wire.VarInt int tokens)
      implements UnstructuredMessage {}

  /** Asks the origin of a walker whether the walker is still wanted. */
  @Wire(id = 53, name = "superpeer.walker-check")
  record WalkerCheck(int requestId, long query, @Wire.VarInt int walker)
      implements UnstructuredMessage, Searching, Request<WalkerCheckReply> {}

  /** Says whether a walker is still wanted. */
  @Wire(id = 54, name = "superpeer.walker-check-reply")
  record WalkerCheckReply(int requestId, boolean wanted)
      implements UnstructuredMessage, Searching, Reply {}

  /** An answer to a query. */
  sealed interface Hit extends Message {
    long id();

    int hops();

    SearchResults found();
  }

  /**
   * Answers a query with results, on its reverse path.
   *
   * @param hops number of hops from the origin to the peer that answers
   */
  @Wire(id = 46, name = "superpeer.query-hit")
  record QueryHit(long id, @Wire.VarInt int hops, SearchResults found)
      implements UnstructuredMessage, Searching, Hit {}

  /**
   * Answers a query from a path cache.
   *
   * @param millisLeft milliseconds for which the results may still be cached
   */
  @Wire(id = 95, name = "superpeer.cached-hit")
  record CachedHit(long id, @Wire.VarInt int hops, SearchResults found, @Wire.VarInt int millisLeft)
      implements UnstructuredMessage, Searching, Hit {}

  /** Asks whether the receiver offers the contents with these keys. */
  @Wire(id = 56, name = "superpeer.verify-hit")
  record VerifyHit(int requestId, @Wire.Count(max = KeywordResult.NAMES_MAX) List<Key> keys)
      implements UnstructuredMessage, Searching, Request<HitVerified> {}

  /** Says for each key of the request, in the same order, whether the sender offers its content. */
  @Wire(id = 57, name = "superpeer.hit-verified")
  record HitVerified(
      int requestId, @Wire.Count(max = KeywordResult.NAMES_MAX) List<Boolean> offered)
      implements UnstructuredMessage, Searching, Reply {}
}
