package io.duet.node;

import java.nio.ByteBuffer;

/**
 * The address at which a peer listens: an IPv6 address (IPv4 in its mapped form) and a TCP port. It
 * is compact, because one simulation has millions of them, and it never queries a name server.
 *
 * @param high the upper 64 bits of the IPv6 address
 * @param low the lower 64 bits of the IPv6 address
 * @param port the TCP port, 0 to 65535
 */
public record PeerAddress(long high, long low, int port) implements Comparable<PeerAddress> {
  private static final long IPV4_MAPPED = 0xffff_0000_0000L;
  private static final int PORT_MAX = 65_535;

  public PeerAddress {
    if (port < 0 || port > PORT_MAX) {
      throw new IllegalArgumentException("port " + port + " is not within 0 and 65535");
    }
  }

  /** The address of an IPv4 host, given as 32 bits with the first octet in the highest ones. */
  public static PeerAddress ofIpv4(int ipv4, int port) {
    return new PeerAddress(0, IPV4_MAPPED | (ipv4 & 0xffff_ffffL), port);
  }

  /** The address with these 4 (IPv4) or 16 (IPv6) raw bytes. */
  public static PeerAddress ofBytes(byte[] raw, int port) {
    ByteBuffer bits = ByteBuffer.wrap(raw);
    return switch (raw.length) {
      case 4 -> ofIpv4(bits.getInt(), port);
      case 16 -> new PeerAddress(bits.getLong(), bits.getLong(), port);
      default -> throw new IllegalArgumentException("an IP address has 4 or 16 bytes");
    };
  }

  /** Whether this is an IPv4 address. */
  public boolean isIpv4() {
    return high == 0 && (low >>> 32) == 0xffff;
  }

  /** The 32 bits of an IPv4 address; undefined for others. */
  public int ipv4() {
    return (int) low;
  }

  /** Whether both addresses name the same machine. */
  public boolean sameMachine(PeerAddress other) {
    return high == other.high && low == other.low;
  }

  /** The 4 (IPv4) or 16 (IPv6) raw bytes of the IP address. */
  public byte[] rawIp() {
    return isIpv4()
        ? ByteBuffer.allocate(4).putInt(ipv4()).array()
        : ByteBuffer.allocate(16).putLong(high).putLong(low).array();
  }

  @Override
  public int compareTo(PeerAddress other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    int byLow = byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    return byLow != 0 ? byLow : Integer.compare(port, other.port);
  }

  @Override
  public int hashCode() {
    return hash(high, low, port);
  }

  /** Spreads the parts of an address over an int. */
  static int hash(long high, long low, int port) {
    long mixed = (high * 31 + low) * 0x9E37_79B9_7F4A_7C15L + port;
    return (int) (mixed ^ mixed >>> 32) * 0x85EB_CA6B;
  }

  @Override
  public String toString() {
    return isIpv4() ? ipv4Text() + ":" + port : "[" + ipv6Text() + "]:" + port;
  }

  private String ipv4Text() {
    int ip = ipv4();
    return (ip >>> 24) + "." + (ip >>> 16 & 0xff) + "." + (ip >>> 8 & 0xff) + "." + (ip & 0xff);
  }

  private String ipv6Text() {
    StringBuilder text = new StringBuilder();
    for (int shift = 112; shift >= 0; shift -= 16) {
      long half = shift >= 64 ? high >>> (shift - 64) : low >>> shift;
      text.append(Long.toHexString(half & 0xffff)).append(shift == 0 ? "" : ":");
    }
    return text.toString();
  }
}
