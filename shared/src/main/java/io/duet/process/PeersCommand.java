package io.duet.process;

/** {@code duet peers}: those whom a running node serves, or who are its equals. */
public final class PeersCommand extends ListCommand {

  /** The command. */
  public PeersCommand() {
    super("peers", "Lists the leaves or equals of a running node, active and lately gone.");
  }
}
