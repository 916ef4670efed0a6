package io.duet.chord;

import io.duet.chord.id.RingPeer;
import io.duet.chord.ring.ChordConfig;
import io.duet.node.Host;
import io.duet.node.Peer;
import io.duet.rpc.PeerRequests;
import io.duet.rpc.PendingRequests;
import io.duet.rpc.RetryPolicy;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the whole state of a node as a text, by a walk over all objects that it can reach. Two
 * nodes with the same text behave in the same way from then on. Objects are numbered in the order
 * of the walk; pending requests have the numbers of their {@link StillHost}.
 */
final class StateText {
  /** Settings, and what depends on time alone, which stands still; requests are written apart. */
  private static final Set<Class<?>> OF_NO_INFLUENCE =
      Set.of(
          Host.class,
          ChordConfig.class,
          RetryPolicy.class,
          PendingRequests.Template.class,
          PeerRequests.class,
          PendingRequests.class);

  private final StringBuilder text = new StringBuilder();
  private final Map<Object, Integer> met = new IdentityHashMap<>();

  private StateText() {}

  /** The state of a node that runs. */
  static String of(NodeRun run) {
    StateText state = new StateText();
    state.name(run.host().choice());
    run.host().alarms().stream().map(Object::toString).sorted().forEach(state::name);
    state.walk(run.node());
    run.requests().forEach(state::request);
    return state.text.toString();
  }

  private void name(Object value) {
    text.append(value).append(' ');
  }

  private void request(int number, Object request) {
    name(number);
    walk(Inside.get("peer", request));
    walk(Inside.get("type", request));
    walk(Inside.get("handler", request));
  }

  private void walk(@Nullable Object value) {
    if (value == null || value instanceof Number || value instanceof Enum) {
      name(String.valueOf(value));
    } else if (value instanceof Boolean || value instanceof String || value instanceof Class) {
      name(value);
    } else if (value instanceof RingPeer peer) {
      name(peer.peer().address().port());
    } else if (value instanceof Peer other) {
      name(other.address().port());
    } else if (value.getClass().isArray()) {
      array(value);
    } else if (value instanceof Collection<?> many) {
      text.append('[');
      many.forEach(this::walk);
      text.append(']');
    } else {
      object(value);
    }
  }

  private void array(Object array) {
    text.append('[');
    for (int i = 0; i < Array.getLength(array); i++) {
      walk(Array.get(array, i));
    }
    text.append(']');
  }

  private void object(Object value) {
    Integer number = met.putIfAbsent(value, met.size());
    if (number != null) {
      text.append('#').append(number).append(' ');
      return;
    }
    String type = value.getClass().getName();
    if (type.startsWith("java.")) {
      throw new AssertionError("the state of a " + type + " is not known");
    }
    text.append(type.substring(type.lastIndexOf('.') + 1)).append('{');
    for (Field field : Inside.fieldsOf(value.getClass())) {
      if (!OF_NO_INFLUENCE.contains(field.getType())) {
        walk(Inside.get(field, value));
      }
    }
    text.append('}');
  }
}
