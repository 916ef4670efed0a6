/** What users do, and when: materialised once from a seed, then played to every overlay. */
@NullMarked
package io.duet.experiments.workload;

import org.jspecify.annotations.NullMarked;
