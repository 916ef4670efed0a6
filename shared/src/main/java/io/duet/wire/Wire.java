package io.duet.wire;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a record a message of the wire. The nested annotations give the form and the bounds of its
 * components; a component without one has the form of its type.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Wire {

  /** The class id, from 0 to {@link MessageRegistry#ID_LIMIT} - 1; it is never reused. */
  int id();

  /** The name, such as {@code chord.find-next}; a new name of the Java class does not change it. */
  String name();

  /** An int in 1 to 5 bytes, fewer for small values; without this an int takes 4 bytes. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE_USE)
  @interface VarInt {
    /** The least value, 0 or more. */
    int min() default 0;

    /** The greatest value. */
    int max() default Integer.MAX_VALUE;
  }

  /** An int of 0 to 255 in one byte. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE_USE)
  @interface Octet {}

  /** A long of 8 bytes with a lower bound. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE_USE)
  @interface AtLeast {
    /** The least value. */
    long value();
  }

  /** The bound that every list must have. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE_USE)
  @interface Count {
    /** The fewest elements. */
    int min() default 0;

    /** The most elements. */
    int max();
  }

  /** The bound that every text must have. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE_USE)
  @interface Utf8 {
    /** The fewest bytes in UTF-8. */
    int min() default 0;

    /** The most bytes in UTF-8. */
    int max();

    /** Whether control characters are refused. */
    boolean printable() default false;
  }

  /**
   * Encodes values of this class as another value: marks an instance method that returns that
   * value, and a static one that makes a value of this class from it.
   */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @interface Form {}

  /** Names the serializer, with a constructor without parameters, of the values of this class. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @interface By {
    /** The serializer's class. */
    Class<? extends WireSerializer<?>> value();

    /** The form and its bounds, which go into the fingerprint. */
    String shape();

    /** The fewest bytes that a value takes, 1 or more. */
    int bytesMin();
  }
}
