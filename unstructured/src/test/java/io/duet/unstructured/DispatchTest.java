package io.duet.unstructured;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.overlay.ContentName;
import io.duet.overlay.Overlay;
import io.duet.rpc.Reply;
import io.duet.unstructured.leaf.Leaf;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.message.PeerRelation;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.SearchResults;
import io.duet.unstructured.message.UnstructuredMessage;
import io.duet.unstructured.superpeer.SuperPeer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every message has a role that accepts it, except replies. A reply without a request is refused by
 * every role.
 */
class DispatchTest {
  private static final Key KEY = Key.ofName("a file");
  private static final SearchCriteria SOUGHT = new SearchCriteria.OfKey(KEY);

  private final UnstructuredWorld world =
      UnstructuredWorld.of(new SuperPeerPlugin(), 5, 1, Map.of("clusterSize", "4"));
  private final Peer neighbor = world.address(4);

  private Map<Class<?>, Message> oneOfEach() {
    Map<Class<?>, Message> messages = new LinkedHashMap<>();
    for (Message message :
        List.of(
            new UnstructuredMessage.LinkRequest(1),
            new UnstructuredMessage.LinkReply(1, true, List.of(), List.of()),
            new UnstructuredMessage.Ping(1),
            new UnstructuredMessage.Pong(1, 0, PeerRelation.NONE, 0, List.of(), List.of()),
            new UnstructuredMessage.Leave(),
            new UnstructuredMessage.Query(1, SOUGHT, 1, 0, 1),
            new UnstructuredMessage.Walk(2, SOUGHT, 1, 0, 1, neighbor, 0),
            new UnstructuredMessage.TokenGrant(1, 1),
            new UnstructuredMessage.RoutingFilterUpdate(1, null),
            new UnstructuredMessage.RoutingFilterReply(1, true),
            new UnstructuredMessage.IndexUpdate(1, true, List.of()),
            new UnstructuredMessage.IndexUpdateAck(1, true, List.of()),
            new UnstructuredMessage.CachedHit(2, 1, SearchResults.of(List.of(neighbor)), 1),
            new UnstructuredMessage.WalkerCheck(1, 2, 0),
            new UnstructuredMessage.WalkerCheckReply(1, true),
            new UnstructuredMessage.QueryHit(1, 1, SearchResults.of(List.of(neighbor))),
            new LeafMessage.Promote(1, false),
            new LeafMessage.PromoteReply(1, true),
            new LeafMessage.Redirect(neighbor),
            new UnstructuredMessage.PartnerRequest(1),
            new UnstructuredMessage.PartnerReply(1, true),
            new UnstructuredMessage.VerifyHit(1, List.of(KEY)),
            new UnstructuredMessage.HitVerified(1, List.of(true)),
            new LeafMessage.Join(1, false, 0),
            new LeafMessage.JoinReply(1, true, List.of(), List.of()),
            new LeafMessage.Register(1, true, true, List.of()),
            new LeafMessage.RegisterReply(1, true),
            new LeafMessage.LeafQuery(1, SOUGHT, 1),
            new LeafMessage.LeafQueryReply(1, 1, SearchResults.NONE),
            new LeafMessage.StorageOffer(1),
            new LeafMessage.FindStorage(1, new ContentName("a file"), 1),
            new LeafMessage.StorageFound(1, true, List.of(neighbor)))) {
      messages.put(message.getClass(), message);
    }
    return messages;
  }

  @Test
  void everyPermittedMessage_isTakenBySomeRole_andNoReplyUnasked() {
    world.startAll();
    world.pass(2);
    Map<Class<?>, Message> messages = oneOfEach();
    assertThat(messages.keySet())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(UnstructuredMessage.class, LeafMessage.class)
                .flatMap(family -> Stream.of(family.getPermittedSubclasses()))
                .toList());
    messages.forEach(
        (type, message) -> {
          boolean refusedByAll = refuses(world.nodes.get(0), message) && refuses(leaf(), message);
          assertThat(refusedByAll).as(type.getSimpleName()).isEqualTo(message instanceof Reply);
        });
  }

  private Overlay leaf() {
    return world.nodes.get(1);
  }

  /**
   * Whether a node refuses a message as "not a message for" its role. The refusal of a malformed
   * message does not count.
   */
  private boolean refuses(Overlay node, Message message) {
    world.refusals.clear();
    node.onMessage(neighbor, message);
    return world.refusals.stream().anyMatch(reason -> reason.startsWith("not a message for"));
  }

  @Test
  void roles_areThoseThatTheTestMeans() {
    assertThat(world.node(0).role()).isInstanceOf(SuperPeer.class);
    assertThat(world.node(1).role()).isInstanceOf(Leaf.class);
  }
}
