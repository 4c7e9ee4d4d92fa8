/**
 * This package holds what readers of live runs need: the feeds that gather a run's committed events once for all its
 * readers in this process, each reader's place in them, and the text of replies while they are being written. How an
 * item looks on the wire belongs to the doors.
 */
@NullMarked
package io.hexagent.application.run.follow;

import org.jspecify.annotations.NullMarked;
