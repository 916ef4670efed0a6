/** What every role stands on: host, settings, requests and the node's own contents. */
@NullMarked
package io.duet.unstructured.node;

import org.jspecify.annotations.NullMarked;
