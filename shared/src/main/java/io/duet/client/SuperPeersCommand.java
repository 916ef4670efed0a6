package io.duet.client;

/** {@code duet super-peers}: lists the super-peers that a running node knows. */
public final class SuperPeersCommand extends ListCommand {

  /** The command. */
  public SuperPeersCommand() {
    super("super-peers", "Lists the super-peers known to a running node, with leaves.");
  }
}
