package io.duet.experiments.report;

import io.duet.experiments.result.FetchRecord;
import io.duet.experiments.result.OverlayResult;
import io.duet.experiments.result.RaceResult;
import java.io.IOException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** {@code fetches.csv}: one row per transfer of each overlay. */
final class FetchesFile {
  private static final String COLUMNS =
      "overlay,search,at_seconds,origin,item,search_seconds,transfer_seconds,content_seconds";

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator('\n').setHeader(COLUMNS.split(",")).get();

  private FetchesFile() {}

  /** Writes all rows; the last two columns are empty for a transfer that never ended. */
  static void write(RaceResult race, Appendable out) throws IOException {
    CSVPrinter printer = FORMAT.print(out); // the owner of the output closes it
    for (OverlayResult overlay : race.overlays()) {
      for (FetchRecord fetch : overlay.fetches().records()) {
        printer.printRecord(
            overlay.overlay(),
            fetch.search(),
            fetch.atNanos() / 1e9,
            fetch.origin(),
            fetch.item(),
            fetch.searchNanos() / 1e9,
            fetch.isDone() ? fetch.transferNanos() / 1e9 : "",
            fetch.isDone() ? fetch.contentNanos() / 1e9 : "");
      }
    }
    printer.flush();
  }
}
