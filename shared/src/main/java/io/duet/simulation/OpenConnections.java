package io.duet.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which hosts have a connection: those that exchanged a message in the last minute, as connections
 * of sockets close when they are not used for so long. A host has at most 1,024 of them; one more
 * closes the one that was not used for the longest time.
 *
 * <p>Invariant: a host is among a peer's connections if and only if that peer is among its own.
 */
final class OpenConnections {
  static final long IDLE_NANOS = 60_000_000_000L;
  static final int PER_HOST_MAX = 1_024;

  /** By host and peer, the peer that was used last at the end. */
  private final Map<Integer, LinkedHashMap<Integer, Long>> lastUse = new HashMap<>();

  /** Two hosts exchange a message now. */
  void used(int one, int other, long now) {
    use(one, other, now);
    use(other, one, now);
  }

  private void use(int host, int peer, long now) {
    LinkedHashMap<Integer, Long> peers = of(host);
    peers.put(peer, now);
    if (peers.size() > PER_HOST_MAX) {
      int idlest = peers.keySet().iterator().next();
      peers.remove(idlest);
      of(idlest).remove(host);
    }
  }

  /** Closes all connections of a host; its peers at the other ends, the idlest one first. */
  List<Integer> close(int host, long now) {
    List<Integer> connected = new ArrayList<>();
    of(host)
        .forEach(
            (peer, used) -> {
              of(peer).remove(host);
              if (now - used <= IDLE_NANOS) {
                connected.add(peer);
              }
            });
    lastUse.remove(host);
    return connected;
  }

  private LinkedHashMap<Integer, Long> of(int host) {
    return lastUse.computeIfAbsent(host, index -> new LinkedHashMap<>(16, 0.75f, true));
  }
}
