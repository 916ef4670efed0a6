package io.duet.rpc;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/** The reply class of each request class, derived from its {@code Request<R>}. */
public final class ReplyTypes {
  private static final ClassValue<Class<?>> BY_REQUEST =
      new ClassValue<>() {
        @Override
        protected Class<?> computeValue(Class<?> request) {
          return replyNamedBy(request);
        }
      };

  private ReplyTypes() {}

  /** The class of replies to requests of a class; IllegalArgumentException if it names none. */
  public static Class<?> of(Class<?> request) {
    return BY_REQUEST.get(request);
  }

  private static Class<?> replyNamedBy(Class<?> request) {
    for (Type parent : request.getGenericInterfaces()) {
      if (parent instanceof ParameterizedType named
          && named.getRawType() == Request.class
          && named.getActualTypeArguments()[0] instanceof Class<?> reply) {
        return reply;
      }
    }
    throw new IllegalArgumentException(
        request.getName() + " must implement Request<R> with a class as R");
  }
}
