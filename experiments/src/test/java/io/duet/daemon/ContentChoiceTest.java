package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user means by words or a name, and answers as JSON, with two nodes as processes. */
class ContentChoiceTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private FileNodes nodes;
  private DuetProcess sharing;
  private DuetProcess fetching;

  @AfterEach
  void killAll() {
    nodes.close();
  }

  private void start(String overlay) throws Exception {
    nodes = new FileNodes(overlay, folder);
    List<DuetProcess> both = nodes.startAll("a", "b");
    sharing = both.get(0);
    fetching = both.get(1);
  }

  private static JsonNode json(DuetProcess node, String... command) throws Exception {
    return JSON.readTree(node.command(command));
  }

  @Test
  void commandsOfFiles_answerAsJson() throws Exception {
    start("chord");
    Path source = nodes.file("shared/ocean film.bin", 3_000_000);
    Path out = folder.resolve("out.bin");
    JsonNode put = json(sharing, "put", source.toString(), "--json");
    assertThat(put.at("/shared/0/path").asText()).isEqualTo(source.toRealPath().toString());
    assertThat(put.at("/shared/0/files").numberValue()).isEqualTo(1);
    awaitWords("ocean");
    JsonNode got = json(fetching, "get", "--words", "ocean", "-o", out.toString(), "--json");
    assertThat(got.path("state").asText()).isEqualTo("done");
    assertThat(got.path("name").asText()).isEqualTo("ocean film.bin");
    assertThat(got.path("received").numberValue()).isEqualTo(3_000_000);
    assertThat(out).hasSameBinaryContentAs(source);
    JsonNode withdrawn = json(sharing, "withdraw", source.toString(), "--json");
    assertThat(withdrawn.at("/withdrawn/0").asText()).isEqualTo(source.toString());
    assertThat(json(sharing, "publish", "a song", "--json").path("acknowledged").booleanValue())
        .isTrue();
  }

  @Test
  void wordsOfSeveralNames_areListed_andNothingIsFetched() throws Exception {
    start("chord");
    Path shared = nodes.file("shared/ocean one.bin", 10).getParent();
    nodes.file("shared/ocean two.bin", 20);
    sharing.command("put", shared.toString());
    Await.until(10, "both names", () -> found("ocean") == 2);
    String out = Files.createDirectory(folder.resolve("out")).toString();
    assertThat(fetching.command(1, "get", "--words", "ocean", "-o", out))
        .contains("ocean one.bin", "ocean two.bin")
        .contains("2 names have the words 'ocean'; add words, or give the whole NAME");
    assertThat(Path.of(out)).isEmptyDirectory();
    assertThat(fetching.command(2, "get", "--words", "ocean", "a name"))
        .contains("give either --words, or a NAME or ID");
    assertThat(fetching.command(1, "get", "--words", "desert", "-o", out))
        .contains("no provider found for names with 'desert'");
  }

  @Test
  void providerThatDoesNotAnswer_isNamed() throws Exception {
    start("chord");
    sharing.command("put", nodes.file("shared/film.bin", 10).toString());
    Await.until(10, "the film", () -> contents("film.bin").path("contents").size() == 1);
    sharing.kill();
    String provider = sharing.address();
    Await.until(10, provider, () -> contents("film.bin").at("/silent/0").asText().equals(provider));
    assertThat(fetching.command(1, "get", "film.bin"))
        .contains("'film.bin' is known to be at " + provider + ", without an answer");
  }

  private JsonNode contents(String name) throws IOException, InterruptedException {
    return fetching.get("/contents?name=" + name);
  }

  /** The providers of the name are asked before the content's own search, which floods again. */
  @Test
  void get_beginsWithTheProvidersOfTheName() throws Exception {
    start("super-peer:pure-peers");
    Path source = nodes.file("shared/ocean film.bin", 100_000);
    sharing.command("put", source.toString());
    awaitWords("ocean");
    nodes.assertDownload(fetching, source);
    JsonNode done = fetching.get("/transfers").at("/transfers/0");
    assertThat(done.path("state").asText()).isEqualTo("done");
  }

  private void awaitWords(String words) {
    Await.until(10, "a name with " + words, () -> found(words) == 1);
  }

  private int found(String words) throws IOException, InterruptedException {
    return fetching.get("/search?words=" + words).path("found").size();
  }
}
