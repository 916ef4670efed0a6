/** What decides how a race goes, as values that are read from a file and checked. */
@NullMarked
package io.duet.experiments.experiment;

import org.jspecify.annotations.NullMarked;
