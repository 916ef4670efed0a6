package io.duet.experiments.result;

/**
 * One search of a run.
 *
 * @param index its index in the workload, from 0
 * @param atNanos its start, in nanoseconds since the first search was due
 * @param origin the index of the searching node
 * @param item the index of the wanted content in the catalogue, by popularity from 0
 * @param hops messages that carried it onwards until the answer was found, without the reply
 * @param pathLength hops without the last step to the key's owner, as the Chord papers count
 * @param timeouts the number of hops that timed out
 * @param latencyNanos nanoseconds from asking to the answer
 * @param lookupNanos nanoseconds until the key's owner was known; negative without owners
 */
public record SearchRecord(
    int index,
    long atNanos,
    int origin,
    int item,
    SearchOutcome outcome,
    int hops,
    int pathLength,
    int timeouts,
    long latencyNanos,
    long lookupNanos) {}
