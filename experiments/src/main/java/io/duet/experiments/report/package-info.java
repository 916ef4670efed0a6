/** What came of a race, as files and tables for people. */
@NullMarked
package io.duet.experiments.report;

import org.jspecify.annotations.NullMarked;
