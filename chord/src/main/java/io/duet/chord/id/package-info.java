/** Values that stand on the wire: ring ids, ring peers, records and the ranges between ids. */
@NullMarked
package io.duet.chord.id;

import org.jspecify.annotations.NullMarked;
