/** Nodes on real sockets. The only package that knows Netty. */
@NullMarked
package io.duet.netty;

import org.jspecify.annotations.NullMarked;
