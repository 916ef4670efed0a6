package io.duet.process;

import com.fasterxml.jackson.databind.JsonNode;
import io.duet.cli.Command;
import io.duet.cli.FailureException;
import io.duet.cli.UsageException;
import io.duet.overlay.ContentName;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code duet place}: who has a file, or else who has room for it. */
public final class PlaceCommand implements Command {

  @Override
  public String name() {
    return "place";
  }

  @Override
  public String summary() {
    return "Names a peer that has a file, or else one with room, each in its turn.";
  }

  @Override
  public String usage() {
    return "[options] NAME";
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(RunningNode.option())
        .addOption(
            Option.builder()
                .longOpt("bytes")
                .hasArg()
                .argName("NUMBER")
                .desc("the room that it needs (0)")
                .get());
  }

  @Override
  public int run(CommandLine line) {
    ContentName name = SearchCommand.name(line);
    JsonNode told = RunningNode.of(line).place(name, bytes(line));
    System.out.println(sentence(told.path("fate").asText(), told.path("peer").asText()));
    return 0;
  }

  private static long bytes(CommandLine line) {
    String text = line.getOptionValue("bytes", "0");
    if (!text.matches("\\d{1,18}")) {
      throw new UsageException("--bytes is '" + text + "', but must be a whole number");
    }
    return Long.parseLong(text);
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
