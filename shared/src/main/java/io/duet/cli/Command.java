package io.duet.cli;

import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** One subcommand of {@code duet}, found by {@link java.util.ServiceLoader}. */
public interface Command {

  /** The name that selects it. */
  String name();

  /** A description of one line. */
  String summary();

  /** The form of its arguments, such as {@code [options] FILE}. */
  String usage();

  /** Its options; {@code --help} is added to them. */
  Options options();

  /**
   * Runs the command.
   *
   * @return the exit status: 0 for success
   * @throws UsageException if the arguments are invalid: exit status 2
   * @throws FailureException if the command failed: exit status 1
   */
  int run(CommandLine line);
}
