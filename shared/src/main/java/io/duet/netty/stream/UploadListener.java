package io.duet.netty.stream;

import io.duet.node.Key;
import io.duet.node.Peer;

/** Receives which contents peers fetch from this node. Called by the threads of the streams. */
public interface UploadListener {
  /** Ignores everything. */
  UploadListener NONE =
      new UploadListener() {
        @Override
        public void onBegun(Peer peer, Key id) {}

        @Override
        public void onEnded(Peer peer, Key id, long bytes) {}
      };

  /**
   * A peer has asked for the first piece of a content on a stream.
   *
   * @param peer by the address that it announces, whose port is not proven
   */
  void onBegun(Peer peer, Key id);

  /** The stream has ended, or the peer has gone on to many other contents. */
  void onEnded(Peer peer, Key id, long bytes);
}
