package io.duet.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a file that a Range header selects (RFC 9110, section 14).
 *
 * @param first the offset of its first byte
 * @param length its number of bytes; 0 or less if the file has none of them
 */
record ByteRange(long first, long length) {
  private static final int DIGITS_MAX = 18;
  private static final Pattern FORM = Pattern.compile("bytes=(?!-$)(\\d*)-(\\d*)");

  /** The range for a file of this size; null, for the whole file, if the header is no one range. */
  static @Nullable ByteRange of(@Nullable String header, long size) {
    Matcher form = FORM.matcher(header == null ? "" : header.strip());
    if (!form.matches()) {
      return null;
    }
    String first = form.group(1);
    String last = form.group(2);
    return first.isEmpty() ? suffix(parsed(last), size) : of(first, last, size);
  }

  private static ByteRange suffix(long bytes, long size) {
    long length = Math.min(bytes, size);
    return new ByteRange(size - length, length);
  }

  private static @Nullable ByteRange of(String firstDigits, String lastDigits, long size) {
    long first = parsed(firstDigits);
    long last = lastDigits.isEmpty() ? Long.MAX_VALUE : parsed(lastDigits);
    return last < first ? null : new ByteRange(first, Math.min(last, size - 1) - first + 1);
  }

  /** The number that the digits stand for, or the largest one, which is beyond every file. */
  private static long parsed(String digits) {
    String significant = digits.replaceFirst("^0+(?=\\d)", "");
    return significant.length() > DIGITS_MAX ? Long.MAX_VALUE : Long.parseLong(significant);
  }

  /** The Content-Range header for a file of this size. */
  String header(long size) {
    return length > 0
        ? "bytes %d-%d/%d".formatted(first, first + length - 1, size)
        : "bytes */" + size;
  }
}
