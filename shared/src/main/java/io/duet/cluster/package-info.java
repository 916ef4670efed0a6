/**
 * A cluster: nodes of one overlay that run as processes of one machine, detached from the terminal.
 * The folder of a cluster holds what is known of it; whoever starts, ends or asks a node reads that
 * first.
 */
@NullMarked
package io.duet.cluster;

import org.jspecify.annotations.NullMarked;
