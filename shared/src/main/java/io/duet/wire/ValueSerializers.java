package io.duet.wire;

import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The serializers of values that are not plain numbers, texts or records. They are records, whose
 * fields the JIT takes for constants, so that it compiles the elements' handles in place.
 */
final class ValueSerializers {
  private ValueSerializers() {}

  /** Lists: how many elements there are, as a varint, and each of them. */
  record OfList(int min, int max, Part element) implements WireSerializer<List<?>> {
    @Override
    public void write(WireOutput out, List<?> list) {
      out.writeVarInt(list.size());
      for (int i = 0; i < list.size(); i++) { // without an iterator, which would be garbage
        element.writeTo(out, list.get(i));
      }
    }

    @Override
    public List<?> read(WireInput in) {
      int count = in.readCount(min, max, element.bytesMin());
      List<Object> list = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        list.add(element.readFrom(in));
      }
      return list;
    }

    @Override
    public long sizeOf(List<?> list) { // elements of one size are not touched
      long size = WireOutput.varIntBytes(list.size()) + list.size() * element.fixedSize();
      for (int i = 0; element.size() != null && i < list.size(); i++) {
        size += element.sizeOf(list.get(i));
      }
      return size;
    }
  }

  /** A value or null: 1 byte, 0 for null, or 1 and the value. */
  record OfOptional(Part value) implements WireSerializer<@Nullable Object> {
    @Override
    public void write(WireOutput out, @Nullable Object given) {
      out.writeBoolean(given != null);
      if (given != null) {
        value.writeTo(out, given);
      }
    }

    @Override
    @SuppressWarnings("NullAway") // null is a value of these
    public @Nullable Object read(WireInput in) {
      return in.readBoolean() ? value.readFrom(in) : null;
    }

    @Override
    public long sizeOf(@Nullable Object given) {
      return given == null ? 1 : 1 + value.sizeOf(given);
    }
  }

  /**
   * A sealed interface: 1 byte, the index of the record among the permitted ones, and the record.
   */
  record OfSealed(List<Class<?>> types, List<Part> parts) implements WireSerializer<Object> {
    @Override
    public void write(WireOutput out, Object value) {
      int index = types.indexOf(value.getClass());
      out.writeByte(index);
      parts.get(index).writeTo(out, value);
    }

    @Override
    public Object read(WireInput in) {
      return parts.get(in.readBelow(parts.size())).readFrom(in);
    }

    @Override
    public long sizeOf(Object value) {
      return 1 + parts.get(types.indexOf(value.getClass())).sizeOf(value);
    }
  }

  /** Enums: 1 byte, the ordinal of the constant. */
  record OfEnum(List<?> constants) implements WireSerializer<Object> {
    @Override
    public void write(WireOutput out, Object value) {
      out.writeByte(((Enum<?>) value).ordinal());
    }

    @Override
    public Object read(WireInput in) {
      return constants.get(in.readBelow(constants.size()));
    }

    @Override
    public long sizeOf(Object value) {
      return 1;
    }
  }

  /** Family (1 byte, 4 or 6), IP address (4 or 16), port (2, its highest byte first). */
  record OfPeer() implements WireSerializer<Peer> {
    static final int IPV4_BYTES = 7;

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
      return Peer.at(
          switch (in.readByteUnsigned()) {
            case 4 -> PeerAddress.ofIpv4(in.readInt(), port(in));
            case 6 -> new PeerAddress(in.readLong(), in.readLong(), port(in));
            default -> throw new MalformedMessageException("bad address family");
          });
    }

    private static int port(WireInput in) {
      return in.readByteUnsigned() << 8 | in.readByteUnsigned();
    }

    @Override
    public long sizeOf(Peer peer) {
      return WireSerializer.size(IPV4_BYTES, 1);
    }
  }
}
