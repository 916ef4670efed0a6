/** A small HTTP endpoint on loopback: metrics, status and the commands for a running node. */
@NullMarked
package io.duet.http;

import org.jspecify.annotations.NullMarked;
