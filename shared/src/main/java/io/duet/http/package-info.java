/** A small HTTP endpoint on loopback: metrics, status and what people ask of a running node. */
@NullMarked
package io.duet.http;

import org.jspecify.annotations.NullMarked;
