package io.duet.client;

/** {@code duet peers}: lists the leaves or neighbors of a running node. */
public final class PeersCommand extends ListCommand {

  /** The command. */
  public PeersCommand() {
    super("peers", "Lists the leaves or neighbors of a running node.");
  }
}
