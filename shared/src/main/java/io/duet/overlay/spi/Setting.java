package io.duet.overlay.spi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares one setting of an overlay at the record component that holds its value. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /** The default, as people write it. */
  String value();

  /** One sentence for people: what the setting decides. */
  String doc();

  /** The name; if empty, that of the component without {@code Nanos} at its end. */
  String name() default "";

  /** The default in networks of more than 20,000 nodes; if empty, the same as in smaller ones. */
  String large() default "";

  /** The least number, inclusive. */
  int min() default 1;

  /** The largest number, inclusive. */
  int max() default Integer.MAX_VALUE;

  /** A word in place of a number, bound as {@code min - 1}; or of a duration, bound as 0. */
  String word() default "";
}
