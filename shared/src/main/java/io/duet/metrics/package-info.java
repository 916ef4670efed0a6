/** Node events as Prometheus metrics. The only package that knows Micrometer. */
@NullMarked
package io.duet.metrics;

import org.jspecify.annotations.NullMarked;
