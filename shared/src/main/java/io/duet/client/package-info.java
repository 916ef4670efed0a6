/** The commands that ask a running node through its HTTP port. */
@NullMarked
package io.duet.client;

import org.jspecify.annotations.NullMarked;
