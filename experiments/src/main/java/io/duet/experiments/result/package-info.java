/** The results of a race: numbers and search records, without any assessment. */
@NullMarked
package io.duet.experiments.result;

import org.jspecify.annotations.NullMarked;
