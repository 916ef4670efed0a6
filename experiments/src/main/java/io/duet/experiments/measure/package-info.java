/** Counts the costs of a race: traffic, the load of each node, and the reach of queries. */
@NullMarked
package io.duet.experiments.measure;

import org.jspecify.annotations.NullMarked;
