package io.duet.simulation;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Measured round-trip times between hosts, such as the King data set's: node i is at host i modulo
 * the number of hosts, and the round trip of two nodes at one host is 0.1 ms.
 */
final class RoundTripMatrix implements NetworkModel {
  private static final int HOSTS_MAX = 8192;
  private static final double SAME_HOST_MS = 0.1;
  private static final double ROUND_TRIP_MS_MAX = 600_000;

  private final float[][] roundTripMs;

  private RoundTripMatrix(float[][] roundTripMs) {
    this.roundTripMs = roundTripMs;
  }

  /**
   * Reads a text file of n lines with n numbers each: milliseconds, separated by blanks or commas.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException with a readable message, if it is not such a matrix
   */
  static RoundTripMatrix read(Path file) throws IOException {
    List<float[]> rows = new ArrayList<>();
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.isBlank()) {
          rows.add(row(file, rows.size() + 1, line, rows.isEmpty() ? -1 : rows.get(0).length));
        }
      }
    }
    if (rows.isEmpty() || rows.size() != rows.get(0).length) {
      throw wrong(file, "has " + rows.size() + " rows, which must be as many as its columns");
    }
    return new RoundTripMatrix(rows.toArray(float[][]::new));
  }

  private static float[] row(Path file, int number, String line, int columns) {
    String[] cells = line.strip().split("[\\s,]+", HOSTS_MAX + 1);
    if (cells.length > HOSTS_MAX) {
      throw wrong(file, "has more than " + HOSTS_MAX + " columns");
    }
    if (columns >= 0 && cells.length != columns) {
      throw wrong(file, "row " + number + " has " + cells.length + " numbers, not " + columns);
    }
    float[] row = new float[cells.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = cell(file, number, cells[i]);
    }
    return row;
  }

  private static float cell(Path file, int row, String text) {
    try {
      float value = Float.parseFloat(text);
      if (value >= 0 && value <= ROUND_TRIP_MS_MAX) {
        return value;
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    String shown = text.length() > 20 ? text.substring(0, 20) + "…" : text;
    throw wrong(file, "row " + row + ": '" + shown + "' is not a round-trip time in ms");
  }

  private static IllegalArgumentException wrong(Path file, String what) {
    return new IllegalArgumentException("matrix file " + file + " " + what);
  }

  @Override
  public long delayNanos(int from, int to, RandomGenerator random) {
    int row = from % roundTripMs.length;
    int column = to % roundTripMs.length;
    double ms = row == column ? SAME_HOST_MS : roundTripMs[row][column];
    return (long) (ms * 1e6 / 2);
  }
}
