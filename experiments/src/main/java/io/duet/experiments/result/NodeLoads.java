package io.duet.experiments.result;

/**
 * The load of each node of the workload, by index.
 *
 * @param roles the role of the node at the end; empty if it is dead by then
 * @param messagesPerSecond messages that it sent, and those sent to it
 * @param bytesPerSecond their bytes, with frame headers, without TCP and IP headers
 */
public record NodeLoads(String[] roles, double[] messagesPerSecond, double[] bytesPerSecond) {}
