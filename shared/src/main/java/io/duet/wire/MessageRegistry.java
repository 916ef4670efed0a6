package io.duet.wire;

import io.duet.node.Message;
import io.duet.rpc.ReplyTypes;
import io.duet.rpc.Request;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The message classes of a network, each with a name and an explicit id that is never reused. Ids
 * by owner: 10-19 baselines, 20-39 and 70-89 Chord, 40-69 and 90-99 super-peer network, 100-119
 * benchmarks and tests, 120-139 trackers, 140-159 peers with a mailbox.
 */
public final class MessageRegistry {

  /** The bound of ids, exclusive. */
  public static final int ID_LIMIT = 200;

  /** Bytes of a frame before the message's fields: the length and the class id. */
  public static final int HEADER_BYTES = 5;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z-]*\\.[a-z][a-z-]*");

  /** One class and its format. */
  record Entry(int id, String name, Class<?> type, Part format) {}

  private final Map<Integer, Entry> byId;
  private final Map<Class<?>, Entry> byType = new IdentityHashMap<>();

  private MessageRegistry(Map<Integer, Entry> byId) {
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

  /** The wire name of a message's class. */
  public String nameOf(Class<?> type) {
    return entry(type).name();
  }

  /** The names, forms and bounds of the fields of a message's class, for people. */
  public String fieldsOf(Class<?> type) {
    return entry(type).format().text();
  }

  /**
   * A number that two registries share only if their messages have the same ids, names, and forms
   * and bounds of fields. Java names do not count.
   */
  public int fingerprint() {
    StringBuilder text = new StringBuilder();
    byId.forEach(
        (id, entry) -> text.append(id + " " + entry.name + " " + entry.format.shape() + "\n"));
    return text.toString().hashCode();
  }

  /**
   * The bytes of the frame that carries this message among IPv4 hosts, its header included, and the
   * number of addresses in it, packed as {@link WireSerializer#size} does.
   */
  public long sizeOf(Message message) {
    return HEADER_BYTES + entry(message.getClass()).format.sizeOf(message);
  }

  Iterable<Entry> entries() {
    return byId.values();
  }

  Entry entry(Class<?> type) {
    Entry entry = byType.get(type);
    if (entry == null) {
      throw new IllegalArgumentException(type.getName() + " is not registered with the wire");
    }
    return entry;
  }

  private void checkReply(Class<?> request) {
    Class<?> reply = ReplyTypes.BY_REQUEST.get(request);
    if (!knows(reply)) {
      throw new IllegalArgumentException(
          request.getName() + " is answered by " + reply.getName() + ", which is not registered");
    }
  }

  /** Collects message classes. */
  public static final class Builder {
    private final Map<Integer, Entry> byId = new TreeMap<>();

    private Builder() {}

    /**
     * Registers all records of a sealed interface and of its sealed subinterfaces, each under the
     * id and the name of its {@link Wire}.
     */
    public Builder addAll(Class<? extends Message> family) {
      for (Class<?> type : family.getPermittedSubclasses()) {
        Class<? extends Message> message = type.asSubclass(Message.class);
        if (message.isSealed()) {
          addAll(message);
        } else if (!message.isInterface()) {
          add(message);
        }
      }
      return this;
    }

    /** Registers a record under the id and the name of its {@link Wire}. */
    public Builder add(Class<? extends Message> type) {
      Wire wire = type.getAnnotation(Wire.class);
      if (wire == null) {
        throw new IllegalArgumentException(type.getName() + " has no @Wire");
      }
      return add(wire.id(), wire.name(), type);
    }

    /**
     * Registers a record under an id from 0 to {@link #ID_LIMIT} - 1 and a name that no other class
     * has; two overlays that share a class may both register it.
     *
     * @throws IllegalArgumentException if id or name is invalid or taken, or a component has no
     *     form on the wire or lacks a bound
     */
    public Builder add(int id, String name, Class<? extends Message> type) {
      if (id < 0 || id >= ID_LIMIT) {
        throw new IllegalArgumentException("class id " + id + " of " + type + " is out of range");
      }
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("'" + name + "' of " + type + " is no wire name");
      }
      for (Entry known : byId.values()) {
        if (known.type != type && (known.id == id || known.name.equals(name))) {
          throw new IllegalArgumentException(
              "class id " + id + " or name '" + name + "' of " + type + " is taken");
        }
      }
      byId.putIfAbsent(id, new Entry(id, name, type, Parts.of(type).boxed()));
      return this;
    }

    /**
     * The finished registry.
     *
     * @throws IllegalArgumentException if a request names no class of replies, or one that is not
     *     registered, whose replies would be refused
     */
    public MessageRegistry build() {
      MessageRegistry registry = new MessageRegistry(byId);
      registry.byType.keySet().stream()
          .filter(Request.class::isAssignableFrom)
          .forEach(registry::checkReply);
      return registry;
    }
  }
}
