/** One real node as a process, and the commands that people give to it. */
@NullMarked
package io.duet.process;

import org.jspecify.annotations.NullMarked;
