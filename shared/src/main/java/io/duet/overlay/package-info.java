/**
 * What every overlay does for people: publish, search, answer; and how an experiment builds one.
 */
@NullMarked
package io.duet.overlay;

import org.jspecify.annotations.NullMarked;
