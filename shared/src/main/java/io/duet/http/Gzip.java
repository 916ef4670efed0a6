package io.duet.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Compression of answers that are whole in memory. Files are not compressed, so that they go from
 * the disk to the socket without a copy.
 */
final class Gzip {
  /** Shorter bodies are not compressed. */
  static final int BYTES_MIN = 1024;

  private static final Pattern REFUSED = Pattern.compile("q=0(\\.0*)?");

  private Gzip() {}

  /** Whether the value of {@code Accept-Encoding} allows gzip (RFC 9110, section 12.5.3). */
  static boolean isAccepted(@Nullable String acceptEncoding) {
    return acceptEncoding != null
        && Stream.of(acceptEncoding.toLowerCase(Locale.ROOT).split(",", 32)).anyMatch(Gzip::allows);
  }

  private static boolean allows(String item) {
    String[] parts = item.split(";", 2);
    boolean named = parts[0].strip().equals("gzip");
    return named && (parts.length == 1 || !REFUSED.matcher(parts[1].strip()).matches());
  }

  /** The compressed bytes. */
  static byte[] compressed(byte[] bytes) {
    ByteArrayOutputStream result = new ByteArrayOutputStream(bytes.length / 4);
    try (GZIPOutputStream gzip = new GZIPOutputStream(result)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return result.toByteArray();
  }
}
