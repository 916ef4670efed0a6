package io.duet.wire;

import io.duet.node.Message;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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

  /** One class; its format is derived on first use. */
  static final class Entry<M extends Message> {
    private final int id;
    private final String name;
    private final Class<M> type;
    private @Nullable RecordFormat<M> format;

    private Entry(int id, String name, Class<M> type) {
      this.id = id;
      this.name = name;
      this.type = type;
    }

    int id() {
      return id;
    }

    Class<M> type() {
      return type;
    }

    /** Two threads may each derive one; both are equal. */
    RecordFormat<M> format() {
      RecordFormat<M> known = format;
      if (known == null) {
        known = RecordFormat.of(type);
        format = known;
      }
      return known;
    }

    private String shape() {
      return id + " " + name + " " + format().shape() + "\n";
    }
  }

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

  /** The wire name of a message's class. */
  public String nameOf(Class<?> type) {
    return entry(type).name;
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
    byId.values().forEach(entry -> text.append(entry.shape()));
    return text.toString().hashCode();
  }

  /** A counter of message sizes, for one thread. */
  public Sizes sizes() {
    return new Sizes();
  }

  Iterable<Entry<?>> entries() {
    return byId.values();
  }

  @SuppressWarnings("unchecked") // the entry is found by the message's own class
  Entry<Message> entryOf(Message message) {
    return (Entry<Message>) entry(message.getClass());
  }

  private Entry<?> entry(Class<?> type) {
    @Nullable Entry<?> entry = byType.get(type);
    if (entry == null) {
      throw new IllegalArgumentException(type.getName() + " is not registered with the wire");
    }
    return entry;
  }

  /** Counts the bytes that messages take on the wire; for one thread. */
  public final class Sizes {
    private int addresses;

    private Sizes() {}

    /** Bytes of the frame that carries this message, its header included. */
    public int frameBytes(Message message) {
      long size = entryOf(message).format().sizeOf(message);
      addresses = WireSerializer.addresses(size);
      return HEADER_BYTES + WireSerializer.bytes(size);
    }

    /** The number of addresses in the message of the latest call of {@link #frameBytes}. */
    public int addresses() {
      return addresses;
    }

    /** The class id of this message. */
    public int idOf(Message message) {
      return entry(message.getClass()).id;
    }
  }

  /** Collects message classes. */
  public static final class Builder {
    private final Map<Integer, Entry<?>> byId = new TreeMap<>();

    private Builder() {}

    /**
     * Registers all records of a sealed interface and of its sealed subinterfaces, each under the
     * id and the name of its {@link Wire}.
     */
    public Builder addAll(Class<? extends Message> family) {
      for (Class<?> type : family.getPermittedSubclasses()) {
        Class<? extends Message> message = type.asSubclass(Message.class);
        if (message.isInterface()) {
          addAll(message);
        } else {
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
     * Registers a class under an id from 0 to {@link #ID_LIMIT} - 1 and a name that no other class
     * has; two overlays that share a class may both register it.
     */
    public <M extends Message> Builder add(int id, String name, Class<M> type) {
      if (id < 0 || id >= ID_LIMIT) {
        throw new IllegalArgumentException("class id " + id + " of " + type + " is out of range");
      }
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("'" + name + "' of " + type + " is no wire name");
      }
      for (Entry<?> known : byId.values()) {
        if (known.type != type && (known.id == id || known.name.equals(name))) {
          throw new IllegalArgumentException(
              "class id " + id + " or name '" + name + "' of " + type + " is taken");
        }
      }
      byId.putIfAbsent(id, new Entry<>(id, name, type));
      return this;
    }

    /** The finished registry. */
    public MessageRegistry build() {
      return new MessageRegistry(byId);
    }
  }
}
