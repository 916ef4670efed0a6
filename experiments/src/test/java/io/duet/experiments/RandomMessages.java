package io.duet.experiments;

import io.duet.chord.id.RingPeer;
import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.node.TrafficClass;
import io.duet.overlay.ContentName;
import io.duet.overlay.KeywordResult;
import io.duet.overlay.Keywords;
import io.duet.unstructured.message.BloomFilter;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.SharedContent;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Makes random values of every message's class, within their bounds. */
final class RandomMessages {
  private final SplittableRandom random;

  RandomMessages(SplittableRandom random) {
    this.random = random;
  }

  Message next(Class<?> type) {
    try {
      return (Message) record(type);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no random " + type, e);
    }
  }

  private Object record(Class<?> type) throws ReflectiveOperationException {
    List<Class<?>> types = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      types.add(component.getType());
      values.add(value(component.getName(), component.getGenericType()));
    }
    Constructor<?> constructor = type.getDeclaredConstructor(types.toArray(Class[]::new));
    constructor.setAccessible(true);
    return constructor.newInstance(values.toArray());
  }

  private Object value(String name, Type type) throws ReflectiveOperationException {
    if (type instanceof ParameterizedType list) {
      List<Object> values = new ArrayList<>();
      for (int i = random.nextInt(5); i > 0; i--) {
        values.add(value(name, list.getActualTypeArguments()[0]));
      }
      return values;
    }
    if (type == int.class || type == Integer.class) {
      return name.equals("wanted")
          ? 1 + random.nextInt(KeywordResult.NAMES_MAX)
          : name.equals("requestId") ? random.nextInt() : random.nextInt(200);
    } else if (type == long.class || type == Long.class) {
      return name.equals("bytes") ? random.nextLong() >>> 1 : random.nextLong();
    } else if (type == boolean.class || type == Boolean.class) {
      return random.nextBoolean();
    } else if (type == TrafficClass.class) {
      return TrafficClass.all().get(random.nextInt(TrafficClass.all().size()));
    } else if (type == Peer.class) {
      return address();
    } else if (type == RingPeer.class) {
      return RingPeer.of(address());
    } else if (type == Key.class) {
      return Key.ofName("key " + random.nextInt());
    }
    Object part = unstructured(type);
    if (part != null) {
      return part;
    } else if (type == String.class) {
      return "näme " + random.nextInt();
    }
    Class<?> plain = (Class<?>) type;
    Object[] constants = plain.getEnumConstants();
    return constants == null ? record(plain) : constants[random.nextInt(constants.length)];
  }

  /** The parts of messages whose values depend on each other; null for other types. */
  private @Nullable Object unstructured(Type type) {
    if (type == SearchCriteria.class) {
      return random.nextBoolean()
          ? new SearchCriteria.OfKey(Key.ofName("key " + random.nextInt()))
          : new SearchCriteria.OfWords(Keywords.of("Ein Wört " + random.nextInt()));
    } else if (type == BloomFilter.class) {
      BloomFilter filter = new BloomFilter(1_024, 4);
      filter.add(Key.ofName("key " + random.nextInt()));
      return filter;
    } else if (type == SharedContent.class) {
      return switch (random.nextInt(3)) {
        case 0 -> SharedContent.of(Key.ofName("key " + random.nextInt()));
        case 1 -> SharedContent.of(name());
        default -> SharedContent.of(name(), random.nextLong() >>> 1);
      };
    } else if (type == KeywordResult.NamedContent.class) {
      return new KeywordResult.NamedContent(name(), List.of(address(), address()));
    }
    return null;
  }

  private ContentName name() {
    return new ContentName("näme " + random.nextInt());
  }

  private Peer address() {
    int port = random.nextInt(65_536);
    return random.nextBoolean()
        ? Peer.at(PeerAddress.ofIpv4(random.nextInt(), port))
        : Peer.at(new PeerAddress(random.nextLong(), random.nextLong(), port));
  }
}
