package io.duet.daemon;

import io.duet.netty.PeerAddresses;
import io.duet.node.PeerAddress;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The contacts of a node, as its user named them. */
public record BootstrapProbe(List<PeerAddress> peers) {
  private static final int CONNECT_MS_MAX = 2_000;

  /**
   * The reason why no contact can be reached now; empty if one can, or if there are no contacts.
   */
  public Optional<String> trouble() {
    List<String> reasons = new ArrayList<>();
    for (PeerAddress peer : peers) {
      Optional<String> reason = trouble(peer);
      if (reason.isEmpty()) {
        return Optional.empty();
      }
      reasons.add(peer + ": " + reason.get());
    }
    return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", reasons));
  }

  private static Optional<String> trouble(PeerAddress peer) {
    try (Socket socket = new Socket()) {
      socket.connect(PeerAddresses.toSocket(peer), CONNECT_MS_MAX);
      return Optional.empty();
    } catch (SocketTimeoutException e) {
      return Optional.of("no reply within " + CONNECT_MS_MAX / 1000 + " s");
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT));
    }
  }
}
