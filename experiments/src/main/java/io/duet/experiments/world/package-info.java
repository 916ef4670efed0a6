/** Where the nodes of a race live: in virtual time, or over sockets on loopback. */
@NullMarked
package io.duet.experiments.world;

import org.jspecify.annotations.NullMarked;
