package io.duet.chord;

import io.duet.chord.message.ChordMessage;
import io.duet.node.Host;
import io.duet.node.Message;
import io.duet.node.Node;
import io.duet.node.PeerAddress;
import io.duet.node.Timer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A peer that answers messages with whatever a test wants, and is silent to all others. */
public record Liar(Host host, Function<Message, @Nullable ChordMessage> answers) implements Node {

  /** Stands where an honest node stood. */
  public static void inPlaceOf(
      RingWorld world, int index, Function<Message, @Nullable ChordMessage> answers) {
    world.simulation.place(index, new Liar(world.simulation.host(index), answers));
  }

  @Override
  public void onMessage(PeerAddress from, Message message) {
    ChordMessage answer = answers.apply(message);
    if (answer != null) {
      host.send(from, answer);
    }
  }

  @Override
  public void start() {}

  @Override
  public void onTimer(Timer timer) {}

  @Override
  public void onUnreachable(PeerAddress peer) {}

  @Override
  public void stop() {}
}
