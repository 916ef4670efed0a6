/**
 * An HTTP endpoint on loopback: routes with bounds, problem details, byte ranges, uploads and
 * server-sent events. The only package that uses Vert.x.
 */
@NullMarked
package io.duet.http;

import org.jspecify.annotations.NullMarked;
