/** Nodes on real sockets. The only package that uses Netty. */
@NullMarked
package io.duet.netty;

import org.jspecify.annotations.NullMarked;
