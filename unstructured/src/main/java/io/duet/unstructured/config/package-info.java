/** The settings of the super-peer network, as records. */
@NullMarked
package io.duet.unstructured.config;

import org.jspecify.annotations.NullMarked;
