package io.duet.rpc;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/** Derives the reply class of a request once per class, from its {@code Request<R>}. */
public final class ReplyTypes {
  /** The class of replies to a request's class; IllegalArgumentException if it names none. */
  public static final ClassValue<Class<?>> BY_REQUEST =
      new ClassValue<>() {
        @Override
        protected Class<?> computeValue(Class<?> request) {
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
      };

  private ReplyTypes() {}
}
