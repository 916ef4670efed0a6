package io.duet.experiments.result;

/**
 * What each node of the workload had to handle, by index.
 *
 * @param roles the role that the node plays in the end; empty where it is dead by then
 * @param messagesPerSecond messages that it sent, and that were sent to it
 * @param bytesPerSecond their bytes, frame headers included, TCP and IP headers not
 */
public record NodeLoads(String[] roles, double[] messagesPerSecond, double[] bytesPerSecond) {

  /** Of no nodes. */
  public static final NodeLoads NONE = new NodeLoads(new String[0], new double[0], new double[0]);
}
