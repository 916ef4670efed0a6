package io.duet.overlay;

/** An overlay whose nodes tell others the sizes of the files that they publish. */
public interface SizedPublishing {

  /** As {@link Overlay#publish(ContentName)}, with the file's size in bytes. */
  void publish(ContentName name, long bytes);
}
