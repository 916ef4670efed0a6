package io.duet.cluster;

import io.duet.cli.FailureException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds free loopback ports that a node can take again after a restart. They lie below the ports
 * that systems give to outgoing connections, from 32768 on.
 */
final class FreePorts {
  static final int FIRST = 10_000;
  static final int END = 32_768;

  private FreePorts() {}

  /**
   * This number of different free ports, near each other.
   *
   * @throws FailureException if there are not enough
   */
  static List<Integer> find(int count) {
    List<Integer> ports = new ArrayList<>();
    int start = ThreadLocalRandom.current().nextInt(FIRST, END);
    for (int i = 0; i < END - FIRST && ports.size() < count; i++) {
      int port = FIRST + (start - FIRST + i) % (END - FIRST);
      if (isFree(port)) {
        ports.add(port);
      }
    }
    if (ports.size() < count) {
      throw new FailureException("there are fewer than " + count + " free ports on 127.0.0.1");
    }
    return ports;
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
