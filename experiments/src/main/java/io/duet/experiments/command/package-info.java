/** The commands that run races, studies and benchmarks. */
@NullMarked
package io.duet.experiments.command;

import org.jspecify.annotations.NullMarked;
