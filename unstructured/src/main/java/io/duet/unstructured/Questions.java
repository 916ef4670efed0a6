package io.duet.unstructured;

import io.duet.node.PeerAddress;
import io.duet.overlay.Answer;
import io.duet.overlay.ContentName;
import io.duet.overlay.NameAnswer;
import io.duet.overlay.NameAnswer.NamedContent;
import io.duet.overlay.Words;
import io.duet.wire.MalformedMessageException;
import io.duet.wire.WireInput;
import io.duet.wire.WireOutput;
import java.util.List;

/** How questions, contents and findings stand on the wire, within their bounds. */
final class Questions {
  /** At most this many contents are registered by one message. */
  static final int CONTENTS_MAX = 256;

  /** At most this many results are wanted by a query. */
  static final int WANTED_MAX = Math.max(Answer.PROVIDERS_MAX, NameAnswer.NAMES_MAX);

  private static final int WORDS_BYTES_MAX = Words.WORDS_MAX * (4 * Words.CHARS_MAX + 1);
  private static final int NAMED_BYTES_MIN = 2;

  // the forms of a content
  private static final int KEY = 0;
  private static final int NAME = 1;
  private static final int FILE = 2;

  private Questions() {}

  static void write(WireOutput out, Question question) {
    if (question instanceof Question.OfKey sought) {
      out.writeBoolean(false);
      out.writeKey(sought.key());
    } else if (question instanceof Question.OfWords sought) {
      out.writeBoolean(true);
      out.writeText(sought.words().toString());
    }
  }

  static Question read(WireInput in) {
    if (!in.readBoolean()) {
      return new Question.OfKey(in.readKey());
    }
    Words words = Words.of(in.readText(WORDS_BYTES_MAX));
    if (words.list().isEmpty()) {
      throw new MalformedMessageException("a question without words");
    }
    return new Question.OfWords(words);
  }

  static int readWanted(WireInput in) {
    int wanted = in.readVarInt();
    if (wanted < 1 || wanted > WANTED_MAX) {
      throw new MalformedMessageException("so many results are never wanted");
    }
    return wanted;
  }

  static void writeFindings(WireOutput out, Findings found) {
    out.writeAddresses(found.providers());
    out.writeVarInt(found.contents().size());
    for (NamedContent content : found.contents()) {
      out.writeText(content.name().text());
      out.writeAddresses(content.providers());
    }
    out.writeBoolean(found.complete());
  }

  static Findings readFindings(WireInput in) {
    return new Findings(
        in.readAddresses(Answer.PROVIDERS_MAX),
        in.readList(NameAnswer.NAMES_MAX, NAMED_BYTES_MIN, Questions::readNamed),
        in.readBoolean());
  }

  private static NamedContent readNamed(WireInput in) {
    ContentName name = readName(in);
    List<PeerAddress> providers = in.readAddresses(NameAnswer.PROVIDERS_MAX);
    if (providers.isEmpty()) {
      throw new MalformedMessageException("a content without providers");
    }
    return new NamedContent(name, providers);
  }

  static ContentName readName(WireInput in) {
    String text = in.readText(ContentName.BYTES_MAX);
    if (!ContentName.isName(text)) {
      throw new MalformedMessageException("not a name");
    }
    return new ContentName(text);
  }

  static void writeContents(WireOutput out, List<Content> contents) {
    out.writeVarInt(contents.size());
    for (Content content : contents) {
      ContentName name = content.name();
      out.writeByte(name == null ? KEY : content.bytes() < 0 ? NAME : FILE);
      if (name == null) {
        out.writeKey(content.key());
      } else {
        out.writeText(name.text());
      }
      if (name != null && content.bytes() >= 0) {
        out.writeLong(content.bytes());
      }
    }
  }

  static List<Content> readContents(WireInput in) {
    return in.readList(CONTENTS_MAX, NAMED_BYTES_MIN, Questions::readContent);
  }

  private static Content readContent(WireInput in) {
    return switch (in.readByte()) {
      case KEY -> Content.of(in.readKey());
      case NAME -> Content.of(readName(in));
      case FILE -> Content.of(readName(in), readBytes(in));
      default -> throw new MalformedMessageException("not a content");
    };
  }

  /** A size in bytes. */
  static long readBytes(WireInput in) {
    long bytes = in.readLong();
    if (bytes < 0) {
      throw new MalformedMessageException("a size below zero");
    }
    return bytes;
  }
}
