package io.duet.client;

/** {@code duet resources}: lists the contents that a running node knows. */
public final class ResourcesCommand extends ListCommand {

  /** The command. */
  public ResourcesCommand() {
    super("resources", "Lists the contents known to a running node, with providers.");
  }
}
