/** Node events as Prometheus metrics. The only package that uses Micrometer. */
@NullMarked
package io.duet.metrics;

import org.jspecify.annotations.NullMarked;
