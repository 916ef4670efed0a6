package io.duet.daemon;

import io.duet.netty.PeerAddresses;
import io.duet.node.PeerAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file with a node's neighbors: one HOST:PORT per line; a # begins a comment. */
public record NeighborsFile(Path path) {
  private static final long BYTES_MAX = 1 << 20;

  /**
   * The neighbors in the order of the file.
   *
   * @throws IllegalArgumentException with a message that names file and line, if it cannot be read
   *     or a line is invalid
   */
  public List<PeerAddress> read() {
    List<String> lines = lines();
    List<PeerAddress> neighbors = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String text = lines.get(i).replaceFirst("#.*", "").strip();
      if (!text.isEmpty()) {
        neighbors.add(neighbor(text, i + 1));
      }
    }
    return neighbors;
  }

  private List<String> lines() {
    try {
      if (Files.size(path) > BYTES_MAX) {
        throw new IllegalArgumentException(path + " has more than " + BYTES_MAX + " bytes");
      }
      return Files.readAllLines(path, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalArgumentException(path + " cannot be read as text", e);
    }
  }

  private PeerAddress neighbor(String text, int line) {
    try {
      PeerAddress neighbor = PeerAddresses.parse(text);
      if (neighbor.port() > 0) {
        return neighbor;
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(path + ", line " + line + ": " + e.getMessage(), e);
    }
    throw new IllegalArgumentException(
        path + ", line " + line + ": port 0 is not the port of a node");
  }
}
