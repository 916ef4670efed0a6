package io.duet.experiments.report;

import io.duet.experiments.result.OverlayResult;
import io.duet.experiments.result.RaceResult;
import io.duet.experiments.result.SearchRecord;
import java.io.IOException;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** {@code lookups.csv}: one row per search of each overlay. */
public final class LookupsFile {
  private static final String COLUMNS =
      "overlay,index,at_seconds,origin,item,outcome,hops,path_length,timeouts,latency_seconds";

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator('\n').setHeader(COLUMNS.split(",")).get();

  private LookupsFile() {}

  /** Writes all rows. */
  public static void write(RaceResult race, Appendable out) throws IOException {
    CSVPrinter printer = FORMAT.print(out); // the owner of the output closes it
    for (OverlayResult overlay : race.overlays()) {
      for (SearchRecord search : overlay.searches()) {
        printer.printRecord(
            overlay.overlay(),
            search.index(),
            search.atNanos() / 1e9,
            search.origin(),
            search.item(),
            search.outcome().name().toLowerCase(Locale.ROOT),
            search.hops(),
            search.pathLength(),
            search.timeouts(),
            search.latencyNanos() / 1e9);
      }
    }
    printer.flush();
  }
}
