package io.duet.unstructured.superpeer;

import io.duet.node.Peer;
import io.duet.unstructured.directory.FileSizes;
import io.duet.unstructured.index.LeafIndex;
import io.duet.unstructured.message.LeafMessage;
import io.duet.unstructured.node.NodeContext;

/**
 * Applies index updates: contents that a leaf or the partner offers now, or offers no longer.
 *
 * <p>Message in: Register; out: RegisterReply. Invariant: the provider of an entry is the peer that
 * registered it, never another one.
 */
record IndexUpdateReceiver(NodeContext context, LeafIndex index, FileSizes files) {

  void onRegister(Peer leaf, LeafMessage.Register register) {
    if (!index.heard(leaf, context.nowNanos())) {
      context.refuse(leaf, "index of a stranger");
      return;
    }
    boolean accepted = apply(leaf, register);
    if (accepted) {
      files.apply(leaf, register);
    } else {
      context.refuse(leaf, "index too large");
    }
    context.send(leaf, new LeafMessage.RegisterReply(register.requestId(), accepted));
  }

  private boolean apply(Peer leaf, LeafMessage.Register register) {
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
