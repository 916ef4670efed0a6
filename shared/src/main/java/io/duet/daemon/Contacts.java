package io.duet.daemon;

import io.duet.cli.Command;
import io.duet.netty.PeerAddresses;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;

/** The contacts of a node, as its user named them. */
final class Contacts {
  private static final int CONTACTS_MAX = 64;
  private static final long FILE_BYTES_MAX = 1 << 20;
  private static final int CONNECT_MS_MAX = 2_000;

  private Contacts() {}

  /**
   * The contacts in {@code --join} and in the files of {@code --neighbors}.
   *
   * @throws IllegalArgumentException with a readable message, if one is invalid
   */
  static List<Peer> of(CommandLine line) {
    List<Peer> contacts = new ArrayList<>();
    for (String value : Command.values(line, "join")) {
      for (String text : value.split(",", -1)) {
        contacts.add(contact("--join", text.strip()));
      }
    }
    for (String file : Command.values(line, "neighbors")) {
      contacts.addAll(inFile(Path.of(file)));
    }
    if (contacts.size() > CONTACTS_MAX) {
      throw new IllegalArgumentException("--join takes at most " + CONTACTS_MAX + " addresses");
    }
    return contacts;
  }

  /**
   * The contacts in a file with one HOST:PORT per line; a # begins a comment.
   *
   * @throws IllegalArgumentException with a message that names file and line, if it cannot be read
   *     or a line is invalid
   */
  static List<Peer> inFile(Path path) {
    List<String> lines = lines(path);
    List<Peer> contacts = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String text = lines.get(i).replaceFirst("#.*", "").strip();
      if (!text.isEmpty()) {
        contacts.add(contact(path + ", line " + (i + 1), text));
      }
    }
    return contacts;
  }

  private static List<String> lines(Path path) {
    try {
      if (Files.size(path) > FILE_BYTES_MAX) {
        throw new IllegalArgumentException(path + " has more than " + FILE_BYTES_MAX + " bytes");
      }
      return Files.readAllLines(path);
    } catch (IOException e) {
      throw new IllegalArgumentException(path + " cannot be read as text", e);
    }
  }

  /**
   * The contacts without the node itself, which a file for all nodes may list.
   *
   * @throws IllegalArgumentException if it was the only one
   */
  static List<Peer> without(PeerAddress own, List<Peer> contacts) {
    List<Peer> others =
        contacts.stream().filter(contact -> !contact.address().equals(own)).toList();
    if (others.isEmpty() && !contacts.isEmpty()) {
      throw new IllegalArgumentException(
          "the only contact is this node itself; omit it to create a network");
    }
    return others;
  }

  private static Peer contact(String place, String text) {
    try {
      PeerAddress address = PeerAddresses.parse(text);
      if (address.port() > 0) {
        return Peer.at(address);
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
    }
    throw new IllegalArgumentException(place + ": " + text + " has no port of a running node");
  }

  /**
   * The reason why no contact can be reached now; empty if one can, or if there are no contacts.
   */
  static Optional<String> problem(List<Peer> contacts) {
    List<String> problems = new ArrayList<>();
    for (Peer contact : contacts) {
      try (Socket socket = new Socket()) {
        socket.connect(PeerAddresses.toSocket(contact.address()), CONNECT_MS_MAX);
        return Optional.empty();
      } catch (SocketTimeoutException e) {
        problems.add(contact + ": no reply within " + CONNECT_MS_MAX / 1000 + " s");
      } catch (IOException e) {
        problems.add(contact + ": " + String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT));
      }
    }
    return problems.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", problems));
  }
}
