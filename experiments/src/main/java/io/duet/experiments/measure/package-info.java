/** Counts what a race costs: traffic, the load of each node, and how far queries go. */
@NullMarked
package io.duet.experiments.measure;

import org.jspecify.annotations.NullMarked;
