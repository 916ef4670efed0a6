/** Collections with a fixed bound, fair shares of it, and the mixing of bits that tables need. */
@NullMarked
package io.duet.bounded;

import org.jspecify.annotations.NullMarked;
