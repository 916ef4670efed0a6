package io.duet.wire;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The serializers of the values that all overlays share; a new type is one class and one entry. */
final class ValueSerializers {
  static final Map<Class<?>, WireSerializer<?>> BY_TYPE =
      Map.of(Peer.class, new OfPeer(), Key.class, new OfKey());

  private ValueSerializers() {}

  /** The serializer of a class: one of these, or the one that {@link Wire.By} names; or null. */
  static @Nullable WireSerializer<?> of(Class<?> type) {
    Wire.By by = type.getAnnotation(Wire.By.class);
    return by == null ? BY_TYPE.get(type) : instance(by.value());
  }

  private static WireSerializer<?> instance(Class<? extends WireSerializer<?>> type) {
    try {
      return (WireSerializer<?>) Methods.constructor(type).invoke();
    } catch (Throwable e) {
      throw new LinkageError(type + " has no constructor without parameters", e);
    }
  }

  /**
   * Family (1 byte, 4 or 6), IP address (4 or 16), port (2): the highest byte of the port first.
   */
  static final class OfPeer extends WireSerializer<Peer> {
    private static final int IPV4_BYTES = 7;
    private static final int IPV6_BYTES = 19;

    OfPeer() {
      super("address", IPV4_BYTES);
    }

    @Override
    public void write(WireOutput out, Peer peer) {
      PeerAddress address = peer.address();
      if (address.isIpv4()) {
        out.writeByte(4);
        out.writeInt(address.ipv4());
      } else {
        out.writeByte(6);
        out.writeLong(address.high());
        out.writeLong(address.low());
      }
      out.writeByte(address.port() >>> 8);
      out.writeByte(address.port());
    }

    @Override
    public Peer read(WireInput in) {
      return Peer.at(address(in));
    }

    private static PeerAddress address(WireInput in) {
      return switch (in.readByteUnsigned()) {
        case 4 -> PeerAddress.ofIpv4(in.readInt(), port(in));
        case 6 -> new PeerAddress(in.readLong(), in.readLong(), port(in));
        default -> throw new MalformedMessageException("bad address family");
      };
    }

    private static int port(WireInput in) {
      return in.readByteUnsigned() << 8 | in.readByteUnsigned();
    }

    @Override
    public long sizeOf(Peer peer) {
      return size(peer.address().isIpv4() ? IPV4_BYTES : IPV6_BYTES, 1);
    }
  }

  /** Four longs. */
  static final class OfKey extends WireSerializer<Key> {
    OfKey() {
      super("key", Key.BYTES);
    }

    @Override
    public void write(WireOutput out, Key key) {
      out.writeLong(key.a());
      out.writeLong(key.b());
      out.writeLong(key.c());
      out.writeLong(key.d());
    }

    @Override
    public Key read(WireInput in) {
      return new Key(in.readLong(), in.readLong(), in.readLong(), in.readLong());
    }

    @Override
    public long sizeOf(Key key) {
      return size(Key.BYTES, 0);
    }
  }
}
