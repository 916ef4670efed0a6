package io.duet.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.duet.cli.FailureException;
import io.duet.cli.UsageException;
import io.duet.overlay.ContentName;
import io.duet.overlay.Keywords;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import org.apache.commons.cli.CommandLine;

/** {@code duet search}: finds providers of a content by its name, or by keywords. */
public final class SearchCommand extends ClientCommand {
  public SearchCommand() {
    super(
        "search",
        "Finds the providers of a name, or names with certain words.",
        "[options] NAME | --words WORDS",
        valued(
            "words",
            "WORDS",
            "find names with all of these words, in any order, ignoring case and accents"),
        valued(
            "results",
            "NUMBER",
            "end after 1 to 16 providers of a NAME (1), or 1 to 64 names with WORDS (64)"),
        flag("explain", "show each step of the search"),
        flag("json", "print JSON"));
  }

  @Override
  public int run(CommandLine line) {
    return line.hasOption("words") ? searchWords(line) : searchName(line);
  }

  private static int searchWords(CommandLine line) {
    Keywords words = Keywords.of(line.getOptionValue("words"));
    if (!line.getArgList().isEmpty() || words.list().isEmpty()) {
      throw new UsageException("give either a NAME, or --words with letters or digits");
    }
    JsonNode answer = answer(line, "words", words.toString());
    if (!line.hasOption("json")) {
      System.out.print(StatusText.table(answer.path("steps")));
      answer.path("found").forEach(SearchCommand::print);
    }
    hintAtMore(answer, "there may be more results; add words");
    return status("names with '" + words + "'", answer.path("outcome").asText());
  }

  private static void print(JsonNode content) {
    StringJoiner providers = new StringJoiner(", ");
    content.path("providers").forEach(peer -> providers.add(peer.asText()));
    System.out.println(content.path("name").asText() + "  " + providers);
  }

  private static int searchName(CommandLine line) {
    ContentName name = name(line);
    JsonNode answer = answer(line, "name", name.text());
    if (!line.hasOption("json")) {
      System.out.print(StatusText.table(answer.path("steps")));
      answer.path("providers").forEach(p -> System.out.println(p.path("address").asText()));
    }
    hintAtMore(answer, "there may be more results: some peers did not reply in time");
    return status("'" + name.text() + "'", answer.path("outcome").asText());
  }

  /** The node's answer, printed with {@code --json}; the node has a default number of results. */
  private static JsonNode answer(CommandLine line, String parameter, String value) {
    String results = line.hasOption("results") ? "&results=" + number(line, "results", 9) : "";
    String explain = line.hasOption("explain") ? "&explain=true" : "";
    String query = parameter + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8) + results;
    JsonNode answer = NodeClient.of(line).get("/search?" + query + explain);
    if (line.hasOption("json")) {
      System.out.println(answer.toPrettyString());
    }
    return answer;
  }

  private static void hintAtMore(JsonNode answer, String sentence) {
    if (answer.path("outcome").asText().equals("found") && !answer.path("complete").asBoolean()) {
      System.err.println(sentence);
    }
  }

  private static int status(String what, String outcome) {
    return switch (outcome) {
      case "found" -> 0;
      case "not_found" -> throw new FailureException("no provider found for " + what);
      default -> throw new FailureException("the search for " + what + " could not be completed");
    };
  }

  /** The only argument of a command, as a content name. */
  static ContentName name(CommandLine line) {
    if (line.getArgList().size() != 1) {
      throw new UsageException("give one NAME, in quotes if it has spaces");
    }
    return parsed(() -> new ContentName(line.getArgList().get(0)));
  }
}
