/** The command line: one class a subcommand. */
@NullMarked
package io.duet.cli;

import org.jspecify.annotations.NullMarked;
