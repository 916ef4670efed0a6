package io.duet.netty.stream;

import io.duet.node.Key;
import io.duet.node.Peer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The bytes of each content that one stream has sent; at most {@value #CONTENTS_MAX} contents. */
final class UploadTally {
  private static final int CONTENTS_MAX = 64;

  private final Peer peer;
  private final UploadListener listener;
  private final Map<Key, Long> sent = new LinkedHashMap<>();

  UploadTally(Peer peer, UploadListener listener) {
    this.peer = peer;
    this.listener = listener;
  }

  /** A piece of a content is about to be sent. */
  void begun(Key id) {
    if (sent.putIfAbsent(id, 0L) == null) {
      if (sent.size() > CONTENTS_MAX) {
        endOldest();
      }
      listener.onBegun(peer, id);
    }
  }

  /** A piece of a content was sent. */
  void sent(Key id, int bytes) {
    sent.computeIfPresent(id, (same, before) -> before + bytes);
  }

  private void endOldest() {
    Iterator<Map.Entry<Key, Long>> entries = sent.entrySet().iterator();
    Map.Entry<Key, Long> oldest = entries.next();
    listener.onEnded(peer, oldest.getKey(), oldest.getValue());
    entries.remove();
  }

  /** The stream has ended. */
  void end() {
    sent.forEach((id, bytes) -> listener.onEnded(peer, id, bytes));
    sent.clear();
  }
}
