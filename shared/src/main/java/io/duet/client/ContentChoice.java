package io.duet.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.duet.cli.FailureException;
import java.io.Console;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The content that a user means by a name or by words. If several are found, a user at a terminal
 * is asked which one; elsewhere they are listed, and the command fails.
 */
final class ContentChoice {
  private final NodeClient node;

  ContentChoice(NodeClient node) {
    this.node = node;
  }

  /** A content, its name, and the addresses of those that offer it. */
  record Chosen(String id, String name, List<String> providers) {}

  /** The content with a name. */
  Chosen named(String name) {
    JsonNode answer = node.get("/contents?name=" + encoded(name));
    JsonNode contents = answer.path("contents");
    if (contents.isEmpty()) {
      throw new FailureException(nothing(name, addresses(answer.path("silent"))));
    }
    JsonNode chosen =
        one(
            contents,
            ContentChoice::content,
            "contents are called '" + name + "'; choose one with --id");
    return new Chosen(chosen.path("id").asText(), name, addresses(chosen.path("providers")));
  }

  private static String nothing(String name, List<String> silent) {
    return silent.isEmpty()
        ? "no provider offers a content called '"
            + name
            + "'; 'duet search --words WORDS' finds names by their words"
        : "'" + name + "' is known to be at " + String.join(", ", silent) + ", without an answer";
  }

  /** The content whose name has all of these words. */
  Chosen withWords(String words) {
    JsonNode found = node.get("/search?words=" + encoded(words)).path("found");
    if (found.isEmpty()) {
      throw new FailureException("no provider found for names with '" + words + "'");
    }
    JsonNode chosen =
        one(
            found,
            content -> content.path("name").asText(),
            "names have the words '" + words + "'; add words, or give the whole NAME");
    return named(chosen.path("name").asText());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String content(JsonNode content) {
    return String.format(
        Locale.ROOT,
        "%s  %,d bytes  %d providers",
        content.path("id").asText(),
        content.path("bytes").asLong(),
        content.path("providers").size());
  }

  private static List<String> addresses(JsonNode providers) {
    List<String> addresses = new ArrayList<>();
    providers.forEach(peer -> addresses.add(peer.asText()));
    return addresses;
  }

  private static JsonNode one(JsonNode many, Function<JsonNode, String> text, String problem) {
    if (many.size() == 1) {
      return many.get(0);
    }
    for (int i = 0; i < many.size(); i++) {
      System.err.printf("%3d  %s%n", i + 1, text.apply(many.get(i)));
    }
    Console console = Boolean.getBoolean("duet.terminal") ? System.console() : null;
    int number = console == null ? 0 : number(console.readLine("Which one? [1-%d] ", many.size()));
    if (number < 1 || number > many.size()) {
      throw new FailureException(many.size() + " " + problem);
    }
    return many.get(number - 1);
  }

  private static int number(@Nullable String answer) {
    return answer != null && answer.strip().matches("\\d{1,4}")
        ? Integer.parseInt(answer.strip())
        : 0;
  }
}
