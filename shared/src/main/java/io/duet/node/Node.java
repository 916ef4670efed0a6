package io.duet.node;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A protocol as a deterministic state machine: its host calls it from one thread, no call blocks,
 * and only its {@link Host} gives it time, random numbers and network. By default it does nothing
 * but handle messages.
 */
@FunctionalInterface
public interface Node {

  /** A node that sends only its answer to each message; null is no answer. */
  static Node answering(Host host, Function<Message, ? extends @Nullable Message> answers) {
    return (from, message) -> {
      Message answer = answers.apply(message);
      if (answer != null) {
        host.send(from, answer);
      }
    };
  }

  /** Starts the protocol; called once, before any message or timer. */
  default void start() {}

  /** Handles one message from a peer; an invalid message is dropped and reported. */
  void onMessage(Peer from, Message message);

  /** Handles a timer that this node set; a timer that is no longer needed is ignored. */
  default void onTimer(Timer timer) {}

  /** Handles the hint, never a proof, that a peer cannot be reached now. */
  default void onUnreachable(Peer peer) {}

  /** Ends the protocol gracefully; no call follows. */
  default void stop() {}
}
