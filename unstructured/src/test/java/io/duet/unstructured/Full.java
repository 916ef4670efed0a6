package io.duet.unstructured;

import io.duet.node.Message;
import io.duet.node.PeerAddress;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.message.PeerRelation;
import io.duet.unstructured.message.UnstructuredMessage;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a super-peer answers that has no room, for leaves or for what they offer, and how often it
 * was asked for it; a {@link Liar} can give these answers.
 */
public final class Full implements Function<Message, @Nullable Message> {
  private final boolean takesLeaves;
  private final List<PeerAddress> others;
  private int asked;

  /** One that names these to whom it sends away. */
  public Full(boolean takesLeaves, List<PeerAddress> others) {
    this.takesLeaves = takesLeaves;
    this.others = others;
  }

  /** How often it had to say that there is no room. */
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
