/** Equals with a mailbox: requests to peers that are away wait at others until they return. */
@NullMarked
package io.duet.unstructured.mailbox;

import org.jspecify.annotations.NullMarked;
