package io.duet.unstructured.message;

/** A message that carries a search. */
public interface QueryMessage {

  SearchCriteria question();

  /** Number of hops so far, this one included. */
  default int hops() {
    return 1;
  }
}
