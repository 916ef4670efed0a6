package io.duet.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.daemon.NodeDaemon;
import io.duet.overlay.spi.OverlayPlugin;
import io.duet.overlay.spi.Overlays;
import io.duet.rpc.Reply;
import io.duet.rpc.Request;
import io.duet.wire.MessageRegistry;
import io.duet.wire.Wire;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The list of messages in docs/wire.md equals the content of the registries and the javadoc of the
 * records. The test writes the correct page to experiments/target/wire.md: copy it over the page.
 */
class WireDocumentTest {
  private static final Path PAGE = Path.of("../docs/wire.md");
  private static final String MARK = "<!-- generated from here on -->\n";
  private static final List<String> MODULES =
      List.of("../shared", "../chord", "../unstructured", "../experiments");

  @Test
  void page_listsEveryMessage() throws IOException {
    String page = Files.readString(PAGE);
    int mark = page.indexOf(MARK) + MARK.length();
    String right = page.substring(0, mark) + messages();
    Files.writeString(Path.of("target/wire.md"), right);
    assertThat(page).isEqualTo(right);
  }

  /** Networks with the same messages stand together. */
  private static String messages() throws IOException {
    Map<Integer, String> names = new LinkedHashMap<>();
    Map<Integer, MessageRegistry> networks = new LinkedHashMap<>();
    for (OverlayPlugin overlay : Overlays.all()) {
      MessageRegistry messages = overlay.messages();
      names.merge(
          messages.fingerprint(),
          "`" + overlay.networkName() + "`",
          (one, other) -> one.contains(other) ? one : one + ", " + other);
      networks.put(messages.fingerprint(), messages);
    }
    MessageRegistry streams = NodeDaemon.streamMessages();
    names.put(streams.fingerprint(), "streams");
    networks.put(streams.fingerprint(), streams);
    StringBuilder text = new StringBuilder();
    for (Map.Entry<Integer, MessageRegistry> network : networks.entrySet()) {
      text.append(
          "%n### %s: fingerprint `%08x`%n%n"
              .formatted(names.get(network.getKey()), network.getKey()));
      for (Class<?> type : network.getValue().types()) {
        text.append(message(network.getValue(), type));
      }
    }
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  private static String message(MessageRegistry messages, Class<?> type) throws IOException {
    String fields = messages.fieldsOf(type);
    String shown =
        fields.equals("()") ? "no fields" : "`" + fields.substring(1, fields.length() - 1) + "`";
    return "- **%d `%s`** (%s). %s%n  %s%n"
        .formatted(
            messages.idOf(type) + 2,
            messages.nameOf(type),
            kind(messages, type),
            said(type),
            shown);
  }

  private static String kind(MessageRegistry messages, Class<?> type) {
    for (Type parent : type.getGenericInterfaces()) {
      if (parent instanceof ParameterizedType request && request.getRawType() == Request.class) {
        return "request, answered by `"
            + messages.nameOf((Class<?>) request.getActualTypeArguments()[0])
            + "`";
      }
    }
    return Reply.class.isAssignableFrom(type) ? "reply" : "one-way";
  }

  /** The javadoc of a message, in one line, with its parameters behind it. */
  private static String said(Class<?> type) throws IOException {
    Class<?> outermost = type.getNestHost();
    String file = outermost.getName().replace('.', '/') + ".java";
    String source = null;
    for (String module : MODULES) {
      Path path = Path.of(module, "src/main/java", file);
      source = Files.exists(path) ? Files.readString(path) : source;
    }
    Wire wire = type.getAnnotation(Wire.class);
    Matcher found =
        Pattern.compile(
                "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*@Wire\\(id = " + wire.id() + ",", Pattern.DOTALL)
            .matcher(String.valueOf(source));
    assertThat(found.find()).as("javadoc of %s", type).isTrue();
    String plain =
        found
            .group(1)
            .replaceAll("\\n\\s*\\*", " ")
            .replaceAll("\\{@\\w+ #?([^}]*)\\}", "$1")
            .replaceAll("\\s+", " ")
            .strip();
    return plain
        .replaceFirst(" @param (\\w+) ", " `$1`: ")
        .replaceAll(" @param (\\w+) ", "; `$1`: ");
  }
}
