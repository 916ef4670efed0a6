package io.duet.experiments.result;

import io.duet.experiments.experiment.Experiment;
import java.time.Instant;
import java.util.List;

/**
 * An experiment and the results of each overlay.
 *
 * @param crashAtNanos the time of the crash, in nanoseconds since the first search was due;
 *     negative if there was none
 * @param command the command line that ran it
 * @param startedAt the time at which it began
 */
public record RaceResult(
    Experiment experiment,
    List<OverlayResult> overlays,
    long crashAtNanos,
    String command,
    Instant startedAt) {}
