/** How many queries a node serves, in what order, and how neighbours are told to send fewer. */
@NullMarked
package io.duet.unstructured.load;

import org.jspecify.annotations.NullMarked;
