/** The commands that play races and studies and start benchmarks. */
@NullMarked
package io.duet.experiments.command;

import org.jspecify.annotations.NullMarked;
