/**
 * The transfers of contents in a race: simulated ones, whose links have a bandwidth, and real ones
 * through the streams of nodes on sockets. Both request the same pieces by the same rules.
 */
@NullMarked
package io.duet.experiments.fetch;

import org.jspecify.annotations.NullMarked;
