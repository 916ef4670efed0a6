/**
 * What happens at a node, for its user: requests, searches, transfers, files, joins and leaves.
 * Every part adds events to one bounded {@link EventLog}; the HTTP interface reads it, and a
 * message broker is sent a copy of each event.
 *
 * <p>Bounds: a number of events of each kind, so that many queries do not push out rare events.
 */
@NullMarked
package io.duet.events;

import org.jspecify.annotations.NullMarked;
