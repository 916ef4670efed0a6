package io.duet.node;

/**
 * A protocol as a deterministic state machine: its host calls it from one thread, no call blocks,
 * and time, chance and network reach it through its {@link Host} alone.
 */
public interface Node {

  /** Begins the protocol; called once, before any message or timer. */
  void start();

  /** Takes one message that a peer sent; a message that makes no sense is dropped and reported. */
  void onMessage(PeerAddress from, Message message);

  /** Takes a timer that this node set; a timer that is no longer of use is ignored. */
  void onTimer(Timer timer);

  /** Takes the hint, never a proof, that a peer cannot be reached now. */
  void onUnreachable(PeerAddress peer);

  /** Ends the protocol gracefully; no call follows. */
  void stop();
}
