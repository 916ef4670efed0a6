/** The actions of users: materialised once from a seed, then run on every overlay. */
@NullMarked
package io.duet.experiments.workload;

import org.jspecify.annotations.NullMarked;
