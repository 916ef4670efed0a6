/** The messages of the super-peer network, the values in them, and their bounds. */
@NullMarked
package io.duet.unstructured.message;

import org.jspecify.annotations.NullMarked;
