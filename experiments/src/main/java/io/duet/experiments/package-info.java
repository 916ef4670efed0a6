/** Experiments: one materialised workload, run on every overlay, and its results. */
@NullMarked
package io.duet.experiments;

import org.jspecify.annotations.NullMarked;
