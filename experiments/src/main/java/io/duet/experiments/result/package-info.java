/** What a race leaves: numbers and search records, without any judgement about them. */
@NullMarked
package io.duet.experiments.result;

import org.jspecify.annotations.NullMarked;
