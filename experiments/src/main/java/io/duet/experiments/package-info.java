/** Experiments: one materialised workload, played to every overlay, and what came of it. */
@NullMarked
package io.duet.experiments;

import org.jspecify.annotations.NullMarked;
