/** Requests that are answered once or fail at a deadline, on top of any host. */
@NullMarked
package io.duet.rpc;

import org.jspecify.annotations.NullMarked;
