package io.duet.unstructured.superpeer;

import io.duet.node.PeerAddress;
import io.duet.unstructured.directory.FileSizes;
import io.duet.unstructured.index.LeafIndex;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.node.NodeContext;

/**
 * Takes index updates: what a leaf, or the partner, offers from now on or no longer.
 *
 * <p>Message in: Register; out: Registered. Invariant: the provider of an entry is the leaf that
 * registered it, never a third.
 */
record IndexUpdateReceiver(NodeContext context, LeafIndex index, FileSizes files) {

  void onRegister(PeerAddress leaf, LeafMessage.Register register) {
    if (!index.heard(leaf, context.host().nowNanos())) {
      context.refuse(leaf, "index of a stranger");
      return;
    }
    boolean accepted = take(leaf, register);
    if (accepted) {
      files.take(leaf, register);
    } else {
      context.refuse(leaf, "index too large");
    }
    context.host().send(leaf, new LeafMessage.RegisterReply(register.requestId(), accepted));
  }

  private boolean take(PeerAddress leaf, LeafMessage.Register register) {
    if (register.fresh()) {
      index.clear(leaf);
    }
    if (register.added()) {
      return index.add(leaf, register.contents());
    }
    index.remove(leaf, register.contents());
    return true;
  }
}
