package io.duet.cluster;

import io.duet.cli.FailureException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the latest process of a node has logged.
 *
 * @param file the log of all processes of the node
 * @param offset where the latest one begins, in bytes
 */
record NodeLog(Path file, long offset) {
  private static final int BYTES_MAX = 1 << 16;
  private static final int LINES_SHOWN = 10;

  /** The size of a log so far; 0 if there is none. */
  static long size(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Whether the node listens for peers, or did. */
  boolean saysListening() {
    return hasLine("listening: ");
  }

  /** Whether the node has become a member. */
  boolean saysJoined() {
    return hasLine("joined: ");
  }

  /** Whether one of the first lines, of 64 KiB, begins with these words. */
  private boolean hasLine(String words) {
    return text(offset).lines().anyMatch(line -> line.startsWith(words));
  }

  /** The last lines, at most ten. */
  List<String> end() {
    List<String> lines = text(Math.max(offset, size(file) - BYTES_MAX)).lines().toList();
    return lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size());
  }

  private String text(long from) {
    if (size(file) <= from) {
      return "";
    }
    try (SeekableByteChannel channel = Files.newByteChannel(file).position(from)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(BYTES_MAX, channel.size() - from));
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // until the part is complete, or the log has become shorter
      }
      return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static FailureException unreadable(Path file, IOException e) {
    return new FailureException(file + " cannot be read: " + e.getMessage(), e);
  }
}
