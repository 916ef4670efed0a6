/** The parameters of a race, completed with defaults and checked. */
@NullMarked
package io.duet.experiments.experiment;

import org.jspecify.annotations.NullMarked;
