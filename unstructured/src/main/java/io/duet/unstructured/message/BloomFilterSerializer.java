package io.duet.unstructured.message;

import io.duet.wire.MalformedMessageException;
import io.duet.wire.WireInput;
import io.duet.wire.WireOutput;
import io.duet.wire.WireSerializer;

/**
 * Encodes a Bloom filter as the number of hashes, the number of blocks of 8 bytes, and the blocks.
 * The first byte of a block says which of its 8 bytes are not zero; only these follow. An empty
 * filter takes an eighth of its size, a full one an eighth more. A receiver allocates at most eight
 * times the bytes received.
 */
final class BloomFilterSerializer implements WireSerializer<BloomFilter> {

  @Override
  public long sizeOf(BloomFilter filter) {
    int blocks = filter.bits() / Long.SIZE;
    int bytes = 1 + WireOutput.varIntBytes(blocks) + blocks;
    for (int i = 0; i < blocks; i++) {
      bytes += Integer.bitCount(present(filter.block(i)));
    }
    return WireSerializer.size(bytes, 0);
  }

  @Override
  public void write(WireOutput out, BloomFilter filter) {
    int blocks = filter.bits() / Long.SIZE;
    out.writeByte(filter.hashes());
    out.writeVarInt(blocks);
    for (int i = 0; i < blocks; i++) {
      writeBlock(out, filter.block(i));
    }
  }

  private static void writeBlock(WireOutput out, long block) {
    int present = present(block);
    out.writeByte(present);
    for (int i = 0; i < Long.BYTES; i++) {
      if ((present >>> i & 1) != 0) {
        out.writeByte((int) (block >>> (8 * i) & 0xff));
      }
    }
  }

  /** Bit i is set when the i-th byte of a block, the lowest first, is not zero. */
  private static int present(long block) {
    int present = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      present |= (block >>> (8 * i) & 0xff) == 0 ? 0 : 1 << i;
    }
    return present;
  }

  /**
   * Reads a filter.
   *
   * @throws MalformedMessageException when it is malformed; saturation is checked by the receiver
   */
  @Override
  public BloomFilter read(WireInput in) {
    int hashes = in.readByteUnsigned();
    int blocks = in.readVarInt();
    if (!BloomFilter.isShape(blocks, hashes) || blocks > in.remaining()) {
      throw new MalformedMessageException("filter of no such size");
    }
    long[] read = new long[blocks];
    for (int i = 0; i < blocks; i++) {
      read[i] = readBlock(in);
    }
    return new BloomFilter(read, hashes);
  }

  private static long readBlock(WireInput in) {
    int present = in.readByteUnsigned();
    long block = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      if ((present >>> i & 1) != 0) {
        block |= (long) readPresent(in) << (8 * i);
      }
    }
    return block;
  }

  private static int readPresent(WireInput in) {
    int value = in.readByteUnsigned();
    if (value == 0) {
      throw new MalformedMessageException("filter with a zero that is none");
    }
    return value;
  }
}
