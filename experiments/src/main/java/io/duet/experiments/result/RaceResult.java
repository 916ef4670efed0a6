package io.duet.experiments.result;

import io.duet.experiments.experiment.Experiment;
import java.util.List;

/**
 * An experiment and what each overlay did with it.
 *
 * @param crashAtNanos when nodes crashed, in nanoseconds since the first search was due; negative
 *     when none did
 * @param command the command line that ran it
 */
public record RaceResult(
    Experiment experiment, List<OverlayResult> overlays, long crashAtNanos, String command) {}
