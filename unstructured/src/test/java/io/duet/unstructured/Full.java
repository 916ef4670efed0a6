package io.duet.unstructured;

import io.duet.node.Message;
import io.duet.node.Node;
import io.duet.node.Peer;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.message.PeerRelation;
import io.duet.unstructured.message.UnstructuredMessage;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The answers of a super-peer without room for leaves or for their contents, and the number of
 * requests that it refused. A {@link Node#answering} can give these answers.
 */
public final class Full implements Function<Message, @Nullable Message> {
  private final boolean takesLeaves;
  private final List<Peer> others;
  private int asked;

  /** A super-peer without room, which names these peers in its redirects. */
  public Full(boolean takesLeaves, List<Peer> others) {
    this.takesLeaves = takesLeaves;
    this.others = others;
  }

  /** How many requests it has refused for lack of room. */
  public int asked() {
    return asked;
  }

  @Override
  public @Nullable Message apply(Message message) {
    if (message instanceof LeafMessage.Join join) {
      asked += takesLeaves ? 0 : 1;
      return new LeafMessage.JoinReply(join.requestId(), takesLeaves, List.of(), others);
    } else if (message instanceof UnstructuredMessage.Ping ping) {
      return new UnstructuredMessage.Pong(
          ping.requestId(), 1, PeerRelation.LEAF, 0, List.of(), List.of());
    } else if (message instanceof LeafMessage.Register register) {
      asked++;
      return new LeafMessage.RegisterReply(register.requestId(), false);
    }
    return null;
  }
}
