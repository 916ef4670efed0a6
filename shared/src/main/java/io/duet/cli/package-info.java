/** The command line: one class per subcommand. */
@NullMarked
package io.duet.cli;

import org.jspecify.annotations.NullMarked;
