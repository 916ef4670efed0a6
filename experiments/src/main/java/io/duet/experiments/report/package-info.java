/** The results of a race as files and tables. */
@NullMarked
package io.duet.experiments.report;

import org.jspecify.annotations.NullMarked;
