/** The environment of a race's nodes, virtual time or sockets on loopback, and its traffic. */
@NullMarked
package io.duet.experiments.world;

import org.jspecify.annotations.NullMarked;
