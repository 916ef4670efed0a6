package io.duet.experiments.experiment;

import io.duet.overlay.spi.ByteSizes;
import io.duet.overlay.spi.Settings;
import io.duet.simulation.Bandwidth;
import org.jspecify.annotations.Nullable;

/** Checks the fields of an experiment that concern transfers. */
final class TransferFields {
  /** The largest content that a race fetches: 64 GB. */
  static final long BYTES_MAX = 64_000_000_000L;

  private static final String SIMULATED = "20MB/s/100MB/s";
  private static final String UNLIMITED = "unlimited";

  private TransferFields() {}

  /** The size of contents; a flash crowd needs one. */
  static String fetch(String text, boolean crowd) {
    if (text.equals(Experiment.NOTHING)) {
      if (crowd) {
        throw new IllegalArgumentException(
            "a flash crowd fetches a content; add its size, as in --fetch 64MB");
      }
      return text;
    }
    long bytes = size(text);
    if (bytes < 1 || bytes > BYTES_MAX) {
      throw Settings.wrong("fetch", text, "from 1B to 64GB, or " + Experiment.NOTHING);
    }
    return text;
  }

  private static long size(String text) {
    try {
      return ByteSizes.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("fetch: " + e.getMessage(), e);
    }
  }

  /** The links; in a simulation 20 MB/s up and 100 MB/s down, unless others are given. */
  static String bandwidth(@Nullable String text, boolean simulate) {
    if (text == null) {
      return simulate ? SIMULATED : UNLIMITED;
    }
    Bandwidth bandwidth = Bandwidth.parse(text);
    if (!simulate && bandwidth.down() != Bandwidth.UNLIMITED) {
      throw Settings.wrong(
          "bandwidth", text, "one rate, that of uplinks, because sockets limit no downlink");
    }
    return text;
  }
}
