package io.duet.process;

import com.fasterxml.jackson.databind.JsonNode;
import io.duet.cli.FailureException;
import io.duet.overlay.ContentName;
import org.apache.commons.cli.CommandLine;

/** {@code duet place}: who has a file, or else who has room for it. */
public final class PlaceCommand extends AskingCommand {

  /** The command. */
  public PlaceCommand() {
    super(
        "place",
        "Names a peer that has a file, or else one with room, each in its turn.",
        "[options] NAME",
        valued("bytes", "NUMBER", "the room that it needs (0)"));
  }

  @Override
  public int run(CommandLine line) {
    ContentName name = SearchCommand.name(line);
    JsonNode told = RunningNode.of(line).place(name, number(line, "bytes", 18));
    System.out.println(sentence(told.path("fate").asText(), told.path("peer").asText()));
    return 0;
  }

  private static String sentence(String fate, String peer) {
    return switch (fate) {
      case "held" -> "held: " + peer + " has it";
      case "room" -> "room: " + peer + " has room";
      case "no_room" -> throw new FailureException("nobody who is known has room for it");
      case "failed" -> throw new FailureException("nobody answers who would know");
      default -> throw new FailureException("nodes of this overlay know of no room");
    };
  }
}
