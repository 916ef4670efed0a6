/**
 * A cluster: nodes of one overlay that run as processes of one machine, detached from the terminal.
 * The folder of a cluster holds what is known of it; commands that start, end or ask a node read
 * that first.
 */
@NullMarked
package io.duet.cluster;

import org.jspecify.annotations.NullMarked;
