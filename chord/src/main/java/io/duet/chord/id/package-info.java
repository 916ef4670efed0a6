/** Values in messages: ring ids, ring peers, records and ranges of records. */
@NullMarked
package io.duet.chord.id;

import org.jspecify.annotations.NullMarked;
