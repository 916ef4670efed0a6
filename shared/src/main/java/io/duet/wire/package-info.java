/** Messages as bytes: formats, class ids, limits, frames. The only package that knows Kryo. */
@NullMarked
package io.duet.wire;

import org.jspecify.annotations.NullMarked;
