/** One node as a process: its options, HTTP endpoints, watched folder and bootstrap. */
@NullMarked
package io.duet.daemon;

import org.jspecify.annotations.NullMarked;
