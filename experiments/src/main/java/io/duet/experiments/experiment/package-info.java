/** The parameters of a race, read from a file and checked. */
@NullMarked
package io.duet.experiments.experiment;

import org.jspecify.annotations.NullMarked;
