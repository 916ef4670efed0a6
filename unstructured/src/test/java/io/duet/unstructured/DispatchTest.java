package io.duet.unstructured;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.PeerAddress;
import io.duet.node.Reply;
import io.duet.overlay.Overlay;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every message has a role that takes it; a reply that nobody awaits is refused by all. */
class DispatchTest {
  private static final Key KEY = Key.ofName("a file");

  private final UnstructuredWorld world =
      UnstructuredWorld.of(new SuperPeerProvider(), 5, 1, Map.of("clusterSize", "4"));
  private final PeerAddress neighbor = world.address(4);

  private Map<Class<?>, Message> oneOfEach() {
    Map<Class<?>, Message> messages = new LinkedHashMap<>();
    for (Message message :
        List.of(
            new UnstructuredMessage.Link(1),
            new UnstructuredMessage.Linked(1, true),
            new UnstructuredMessage.Ping(1),
            new UnstructuredMessage.Pong(1, 0, true, 0, List.of()),
            new UnstructuredMessage.Farewell(),
            new UnstructuredMessage.Query(1, KEY, 0, 1),
            new UnstructuredMessage.QueryHit(1, 1, List.of(neighbor)),
            new UnstructuredMessage.Attach(1, List.of()),
            new UnstructuredMessage.Attached(1, true, List.of()),
            new UnstructuredMessage.IndexChange(true, List.of()),
            new UnstructuredMessage.LeafSearch(1, KEY),
            new UnstructuredMessage.LeafAnswer(1, 1, List.of()))) {
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
        .containsExactlyInAnyOrder(UnstructuredMessage.class.getPermittedSubclasses());
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
   * Whether a node says that this is no message for it; that it makes no sense is another thing.
   */
  private boolean refuses(Overlay node, Message message) {
    world.refusals.clear();
    node.onMessage(neighbor, message);
    return world.refusals.stream().anyMatch(reason -> reason.startsWith("not a message for"));
  }

  @Test
  void roles_areThoseThatTheTestMeans() {
    assertThat(Arrays.asList(world.nodes.get(0).getClass(), leaf().getClass()))
        .containsExactly(SuperPeer.class, Leaf.class);
  }
}
