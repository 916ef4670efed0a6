package io.duet.wire;

import io.duet.node.Message;
import io.duet.rpc.Reply;
import io.duet.rpc.Request;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The message classes that may stand on the wire, each with an explicit id that is never reused.
 * Ids by owner: 10-19 baselines, 20-39 and 70-89 Chord, 40-69 super-peer network, 100-119
 * benchmarks and tests, 120-139 trackers, 140-159 peers with a mailbox.
 */
public final class MessageRegistry {

  /** Ids are below this. */
  public static final int ID_LIMIT = 200;

  /** Bytes of a frame before the message's fields: the length and the class id. */
  public static final int HEADER_BYTES = 5;

  record Entry<M extends Message>(int id, Class<M> type, MessageFormat<M> format) {}

  private final Map<Integer, Entry<?>> byId;
  private final Map<Class<?>, Entry<?>> byType = new IdentityHashMap<>();

  private MessageRegistry(Map<Integer, Entry<?>> byId) {
    this.byId = new TreeMap<>(byId);
    byId.values().forEach(entry -> byType.put(entry.type, entry));
  }

  /** Starts an empty registry. */
  public static Builder builder() {
    return new Builder();
  }

  /** Whether messages of this class may be sent. */
  public boolean knows(Class<?> type) {
    return byType.containsKey(type);
  }

  /** All message classes, by id. */
  public List<Class<?>> types() {
    return byId.values().stream().<Class<?>>map(Entry::type).toList();
  }

  /** The class id of a message's class. */
  public int idOf(Class<?> type) {
    return entry(type).id;
  }

  /** A number that two registries share only if they hold the same classes under the same ids. */
  public int fingerprint() {
    StringBuilder text = new StringBuilder();
    byId.forEach((id, entry) -> text.append(id).append(entry.type.getName()).append(';'));
    return text.toString().hashCode();
  }

  /** A counter of message sizes, for one thread. */
  public Sizes sizes() {
    return new Sizes();
  }

  Iterable<Entry<?>> entries() {
    return byId.values();
  }

  private Entry<?> entry(Class<?> type) {
    @Nullable Entry<?> entry = byType.get(type);
    if (entry == null) {
      throw new IllegalArgumentException(type.getName() + " is not registered with the wire");
    }
    return entry;
  }

  /** Tells how many bytes messages take on the wire; not for use by several threads. */
  public final class Sizes {
    private final SizeCounter counter = new SizeCounter();
    private int addresses;

    private Sizes() {}

    /** Bytes of the frame that carries this message, its header included. */
    @SuppressWarnings("unchecked") // the entry was found by the message's own class
    public int frameBytes(Message message) {
      Entry<Message> entry = (Entry<Message>) entry(message.getClass());
      entry.format.write(counter, message);
      addresses = counter.takeAddresses();
      return HEADER_BYTES + counter.takeBytes();
    }

    /** How many peers' addresses the message holds of which the bytes were asked last. */
    public int addresses() {
      return addresses;
    }

    /** The class id of this message. */
    public int idOf(Message message) {
      return entry(message.getClass()).id;
    }
  }

  /** Makes a reply of its number and of what it says. */
  @FunctionalInterface
  public interface YesOrNo<M> {
    /** The reply to that request. */
    M of(int requestId, boolean yes);
  }

  /** Collects message classes. */
  public static final class Builder {
    private final Map<Integer, Entry<?>> byId = new TreeMap<>();

    private Builder() {}

    /**
     * Registers a class under an id from 0 to {@link #ID_LIMIT} - 1 that no other class has; two
     * overlays that share a class may both register it.
     */
    public <M extends Message> Builder add(int id, Class<M> type, MessageFormat<M> format) {
      if (id < 0 || id >= ID_LIMIT) {
        throw new IllegalArgumentException("class id " + id + " of " + type + " is out of range");
      }
      Entry<?> known = byId.putIfAbsent(id, new Entry<>(id, type, format));
      if (known != null && known.type != type) {
        throw new IllegalArgumentException("class id " + id + " of " + type + " is taken");
      }
      return this;
    }

    /** Registers a class with the format that these two functions are. */
    public <M extends Message> Builder add(
        int id, Class<M> type, BiConsumer<WireOutput, M> write, Function<WireInput, M> read) {
      return add(id, type, MessageFormat.of(write, read));
    }

    /** Registers a class of requests that say nothing beside their number. */
    public <M extends Request<?>> Builder addBare(int id, Class<M> type, IntFunction<M> numbered) {
      return add(
          id,
          type,
          (out, message) -> out.writeInt(message.requestId()),
          in -> numbered.apply(in.readInt()));
    }

    /** Registers a class of replies that say yes or no, and nothing beside their number. */
    public <M extends Reply> Builder addYesOrNo(
        int id, Class<M> type, Predicate<M> says, YesOrNo<M> reply) {
      return add(
          id,
          type,
          (out, message) -> {
            out.writeInt(message.requestId());
            out.writeBoolean(says.test(message));
          },
          in -> reply.of(in.readInt(), in.readBoolean()));
    }

    /** The finished registry. */
    public MessageRegistry build() {
      return new MessageRegistry(byId);
    }
  }
}
