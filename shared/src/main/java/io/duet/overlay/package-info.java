/**
 * What an overlay does for users: publish, withdraw, search, and optional capabilities beside them.
 */
@NullMarked
package io.duet.overlay;

import org.jspecify.annotations.NullMarked;
