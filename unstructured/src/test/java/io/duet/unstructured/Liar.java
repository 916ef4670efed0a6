package io.duet.unstructured;

import io.duet.node.Host;
import io.duet.node.Message;
import io.duet.node.Node;
import io.duet.node.Peer;
import io.duet.node.Timer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A node that sends nothing on its own; the given function makes its answer to each message. */
public record Liar(Host host, Function<Message, @Nullable Message> answers) implements Node {

  @Override
  public void onMessage(Peer from, Message message) {
    Message answer = answers.apply(message);
    if (answer != null) {
      host.send(from, answer);
    }
  }

  @Override
  public void start() {}

  @Override
  public void onTimer(Timer timer) {}

  @Override
  public void onUnreachable(Peer peer) {}

  @Override
  public void stop() {}
}
