package io.duet.cli;

import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** One subcommand of {@code duet}, found by {@link java.util.ServiceLoader}. */
public interface Command {

  /** The word that selects it. */
  String name();

  /** What it does, in one line. */
  String summary();

  /** The form of its arguments, such as {@code [options] FILE}. */
  String usage();

  /** Its options; {@code --help} is added to them. */
  Options options();

  /**
   * Does the work.
   *
   * @return the exit status: 0 when done
   * @throws UsageException when the arguments make no sense: exit status 2
   * @throws FailureException when the work could not be done: exit status 1
   */
  int run(CommandLine line);
}
