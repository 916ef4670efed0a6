/**
 * The settings of the super-peer network as records; their bounds are checked when they are bound.
 */
@NullMarked
package io.duet.unstructured.config;

import org.jspecify.annotations.NullMarked;
