package io.duet.netty;

import io.duet.node.PeerAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Converts peer addresses from text and to socket addresses. */
public final class PeerAddresses {
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([^:\\[\\]\\s]+)):(\\d{1,5})");

  private PeerAddresses() {}

  /**
   * Reads {@code HOST:PORT}, where HOST is a name or an IP address, IPv6 in brackets; resolving a
   * name may take seconds.
   *
   * @throws IllegalArgumentException with a readable message, if it has another form or the name is
   *     unknown
   */
  public static PeerAddress parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > 65_535) {
      throw new IllegalArgumentException(
          "'" + text + "' is not an address; write HOST:PORT, as in 127.0.0.1:4000 or [::1]:4000");
    }
    String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    try {
      byte[] ip = InetAddress.getByName(host).getAddress();
      return PeerAddress.ofBytes(ip, Integer.parseInt(matcher.group(3)));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("'" + host + "' in '" + text + "' is not a known host", e);
    }
  }

  static PeerAddress of(InetSocketAddress socket) {
    return PeerAddress.ofBytes(socket.getAddress().getAddress(), socket.getPort());
  }

  /** The socket address; no name server is queried. */
  public static InetSocketAddress toSocket(PeerAddress address) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address.rawIp()), address.port());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an IP address has 4 or 16 bytes", e);
    }
  }
}
