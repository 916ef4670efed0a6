package io.duet.node;

/** What nodes send to each other; an immutable record with a registered wire format. */
public interface Message {

  /** Why this message is sent; traffic is counted by it. */
  Purpose purpose();
}
