package io.duet.process;

/** {@code duet peers}: those whom a running node serves, or who are its equals. */
public final class PeersCommand extends ListCommand {

  /** The command. */
  public PeersCommand() {
    super(
        "peers", "Lists the leaves or neighbors of a running node, active and recently departed.");
  }
}
