package io.duet.daemon;

import io.duet.cli.FailureException;
import io.duet.http.HttpAnswer;
import io.duet.http.HttpCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A secret in the data folder of a node. A command that knows it can read the files of the node's
 * user, so it may name files for the node to read and to write.
 *
 * @param text 64 hexadecimal digits
 */
public record AccessToken(String text) {
  /** The name of the file. */
  public static final String FILE = "api-token";

  private static final int BYTES = 32;
  private static final String SCHEME = "Bearer ";

  /**
   * A new token, written to a data folder; a node without a folder has a token that no client
   * knows.
   */
  static AccessToken create(Path folder) {
    AccessToken token = random();
    try {
      Path file = folder.resolve(FILE);
      Files.deleteIfExists(file);
      Files.createFile(file, ownerOnly(file));
      Files.writeString(file, token.text);
    } catch (IOException e) {
      throw new FailureException("the data folder " + folder + " cannot be written", e);
    }
    return token;
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** A token that is written nowhere. */
  static AccessToken random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new AccessToken(HexFormat.of().formatHex(bytes));
  }

  /**
   * The token in a data folder; a file of another form is not read further.
   *
   * @throws FailureException with a readable message, if there is none that this user can read
   */
  public static AccessToken in(Path folder) {
    try {
      Path file = folder.resolve(FILE);
      String text = Files.size(file) == 2 * BYTES ? Files.readString(file) : "";
      if (text.matches("[0-9a-f]{" + 2 * BYTES + "}")) {
        return new AccessToken(text);
      }
    } catch (IOException e) {
      // reported below
    }
    throw new FailureException("only the user of the node can do this: no token in " + folder);
  }

  /** The value of the Authorization header. */
  public String header() {
    return SCHEME + text;
  }

  /** Whether a request carries this token. */
  boolean isIn(HttpCall call) {
    String given = call.headers().getOrDefault("authorization", "");
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), header().getBytes(StandardCharsets.UTF_8));
  }

  static HttpAnswer missing() {
    return new HttpAnswer.Problem(401, "This needs the token in the data folder of the node.");
  }
}
