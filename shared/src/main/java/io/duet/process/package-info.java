/** One real node as a process, and the commands for it. */
@NullMarked
package io.duet.process;

import org.jspecify.annotations.NullMarked;
