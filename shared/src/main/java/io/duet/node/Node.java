package io.duet.node;

/**
 * A protocol as a deterministic state machine: its host calls it from one thread, no call blocks,
 * and only its {@link Host} gives it time, random numbers and network.
 */
public interface Node {

  /** Starts the protocol; called once, before any message or timer. */
  void start();

  /** Handles one message from a peer; an invalid message is dropped and reported. */
  void onMessage(Peer from, Message message);

  /** Handles a timer that this node set; a timer that is no longer needed is ignored. */
  void onTimer(Timer timer);

  /** Handles the hint, never a proof, that a peer cannot be reached now. */
  void onUnreachable(Peer peer);

  /** Ends the protocol gracefully; no call follows. */
  void stop();
}
