package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is the own of each classroom design, shown by real processes. */
class PresetProcessesTest {
  private static final int SECONDS_MAX = 15;

  private final List<DuetProcess> started = new ArrayList<>();
  @TempDir private Path folder;

  @AfterEach
  void endAll() {
    started.forEach(DuetProcess::close);
  }

  private DuetProcess node(String preset, String... more) throws IOException {
    DuetProcess node = DuetProcess.nodeOf("super-peer:" + preset, more);
    started.add(node);
    return node;
  }

  private DuetProcess command(String... arguments) throws IOException {
    DuetProcess command = DuetProcess.run(arguments);
    started.add(command);
    return command;
  }

  private static List<String> column(DuetProcess node, String list, String column)
      throws IOException, InterruptedException {
    return node.get("/" + list).path(list).findValuesAsText(column);
  }

  private static String outcome(DuetProcess node, String name)
      throws IOException, InterruptedException {
    return node.search(name).path("outcome").asText();
  }

  // --- super-peer-mesh

  /**
   * The preset for a mesh links three super-peers, of which two know only the first, and each lists
   * its leaves' contents.
   */
  @Test
  void mesh_linksAllSuperPeers_andEachListsItsLeavesAndWhatTheyOffer() throws Exception {
    String preset = "super-peer-mesh";
    DuetProcess first = node(preset);
    String entry = first.awaitListening();
    DuetProcess second = node(preset, "--role", "super-peer", "--join", entry);
    DuetProcess third = node(preset, "--role", "super-peer", "--join", entry);
    List<String> all = List.of(entry, second.awaitListening(), third.awaitListening());
    for (DuetProcess superPeer : List.of(first, second, third)) {
      Await.until(
          SECONDS_MAX,
          "all super-peers listed",
          () -> column(superPeer, "super-peers", "super-peer").containsAll(all));
    }
    DuetProcess one = node(preset, "--join", all.get(1), "--publish", "a song");
    DuetProcess other = node(preset, "--join", all.get(2), "--publish", "a film");
    String leaf = one.awaitListening();
    one.awaitJoined();
    other.awaitListening();
    other.awaitJoined();
    Await.until(SECONDS_MAX, "a forwarded search", () -> outcome(other, "a song").equals("found"));
    Await.until(SECONDS_MAX, "the other way", () -> outcome(one, "a film").equals("found"));
    DuetProcess serving = serving(one, List.of(first, second, third), all);
    assertThat(column(serving, "peers", "peer")).contains(leaf);
    assertThat(column(serving, "resources", "content")).contains("a song");
    DuetProcess listed = command("super-peers", "--http", first.httpPort());
    assertThat(listed.awaitLine(entry + "  this node")).isNotNull();
    assertThat(listed.awaitEnd()).isZero();
  }

  /** The super-peer that serves a leaf. */
  private static DuetProcess serving(
      DuetProcess leaf, List<DuetProcess> superPeers, List<String> addresses)
      throws IOException, InterruptedException {
    JsonNode served = leaf.get("/super-peers").path("super-peers").get(0);
    assertThat(served.path("relation").asText()).isEqualTo("serves this leaf");
    return superPeers.get(addresses.indexOf(served.path("super-peer").asText()));
  }

  // --- central-directory

  @Test
  void directory_followsWatchedFolders_andNamesPeersWithRoomInTurn() throws Exception {
    String preset = "central-directory";
    DuetProcess directory = node(preset);
    String entry = directory.awaitListening();
    DuetProcess watching = node(preset, "--join", entry, "--watch", folder.toString());
    String[] room = {"--join", entry, "--set", "storageMegabytes=1"};
    DuetProcess roomy = node(preset, room);
    DuetProcess roomier = node(preset, room);
    String holder = watching.awaitListening();
    List<String> rooms = List.of(roomy.awaitListening(), roomier.awaitListening());
    for (DuetProcess peer : List.of(watching, roomy, roomier)) {
      peer.awaitJoined();
    }

    Files.createDirectory(folder.resolve("below"));
    Files.writeString(folder.resolve("below/a song"), "la la");
    Await.until(
        SECONDS_MAX, "a file that came", () -> outcome(roomy, "below/a song").equals("found"));
    JsonNode file = directory.get("/resources").path("resources").get(0);
    assertThat(file.path("bytes").asText()).isEqualTo("5");
    assertThat(file.path("some_of_them").asText()).isEqualTo(holder);
    assertThat(place(roomy, "below/a song", 10)).isEqualTo("held: " + holder + " has it");

    awaitRooms(directory, 2);
    List<String> named = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      named.add(place(watching, "file " + i, 1_000));
    }
    assertThat(named.subList(0, 2))
        .containsExactlyInAnyOrder(
            "room: " + rooms.get(0) + " has free space",
            "room: " + rooms.get(1) + " has free space");
    assertThat(named.subList(2, 4)).isEqualTo(named.subList(0, 2));
    DuetProcess vain =
        command("place", "--http", watching.httpPort(), "--bytes", "2000000", "too large");
    assertThat(vain.awaitLine("duet place: ")).isEqualTo("no known peer has enough free space");
    assertThat(vain.awaitEnd()).isEqualTo(1);

    Files.delete(folder.resolve("below/a song"));
    Await.until(
        SECONDS_MAX, "a file that went", () -> outcome(roomy, "below/a song").equals("not_found"));
    roomier.close();
    Await.until(
        SECONDS_MAX,
        "a peer that is down",
        () -> state(directory, rooms.get(1)).equals("inactive"));
    assertThat(state(directory, rooms.get(0))).isEqualTo("active");
  }

  private static void awaitRooms(DuetProcess directory, int count) {
    Await.until(
        SECONDS_MAX,
        "peers that announced their storage",
        () ->
            column(directory, "peers", "room_megabytes").stream().filter("1"::equals).count()
                == count);
  }

  private String place(DuetProcess asker, String name, int bytes)
      throws IOException, InterruptedException {
    DuetProcess command =
        command("place", "--http", asker.httpPort(), "--bytes", String.valueOf(bytes), name);
    return command.awaitLine("");
  }

  private static String state(DuetProcess directory, String peer)
      throws IOException, InterruptedException {
    for (JsonNode row : directory.get("/peers").path("peers")) {
      if (row.path("peer").asText().equals(peer)) {
        return row.path("state").asText();
      }
    }
    return "unknown";
  }

  // --- pure-peers

  /**
   * Three pure peers in a row link as their files name them, and report each request as an event.
   */
  @Test
  void purePeers_areLinkedAsTheirFilesSay_andTellEachRequestAsAnEvent() throws Exception {
    List<String> addresses = freeAddresses(3);
    DuetProcess last = pure(addresses.get(2));
    DuetProcess middle = pure(addresses.get(1), addresses.get(2));
    DuetProcess first = pure(addresses.get(0), addresses.get(1));
    for (DuetProcess peer : List.of(last, middle, first)) {
      peer.awaitListening();
      peer.awaitJoined();
    }
    last.publish("a song");
    Await.until(
        SECONDS_MAX, "a search two hops away", () -> outcome(first, "a song").equals("found"));
    assertThat(column(first, "peers", "peer")).containsExactly(addresses.get(1));
    assertThat(column(last, "peers", "peer")).containsExactly(addresses.get(1));
    JsonNode events = last.get("/events?kind=request");
    long next = events.path("next").asLong();
    assertThat(next).isPositive();
    assertThat(events.at("/events/0/from").asText()).isEqualTo(addresses.get(1));
    assertThat(events.at("/events/0/hops").asInt()).isEqualTo(2);
    first.get("/search?words=song");
    JsonNode more = last.get("/events?kind=request&since=" + next).at("/events/0");
    assertThat(more.path("request").asText()).isEqualTo("names with the words song");
    DuetProcess shown =
        command("events", "--http", last.httpPort(), "--since", "" + next, "--kind", "request");
    assertThat(shown.awaitLine("%4d  ".formatted(next)))
        .endsWith(addresses.get(1) + "  names with the words song (2 hops)");

    middle.close();
    Await.until(
        SECONDS_MAX, "a neighbour that is down", () -> states(first).equals(List.of("inactive")));
    pure(addresses.get(1), addresses.get(2)).awaitJoined();
    Await.until(
        SECONDS_MAX, "a neighbour that is back", () -> states(first).equals(List.of("active")));
    Await.until(SECONDS_MAX, "a search as before", () -> outcome(first, "a song").equals("found"));
  }

  private static List<String> states(DuetProcess peer) throws IOException, InterruptedException {
    return column(peer, "peers", "state");
  }

  private DuetProcess pure(String address, String... neighbors) throws IOException {
    Path file = Files.createTempFile(folder, "neighbors", ".txt");
    Files.write(file, List.of("# the peers that this one knows", String.join("\n", neighbors)));
    return node("pure-peers", "--listen", address, "--neighbors", file.toString());
  }

  private static List<String> freeAddresses(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    List<String> addresses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      addresses.add("127.0.0.1:" + sockets.get(i).getLocalPort());
    }
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return addresses;
  }
}
