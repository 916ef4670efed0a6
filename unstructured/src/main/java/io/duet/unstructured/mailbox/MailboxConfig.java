package io.duet.unstructured.mailbox;

import io.duet.overlay.Settings;

/**
 * How equals with a mailbox are run; one object for all nodes. Times are nanoseconds.
 *
 * @param listed the most active peers that a node lists; in larger networks it lists some of them
 * @param hellos the active peers that a node greets in a period
 * @param copies the other peers that are asked to keep a request for a peer that is away
 * @param pingNanos the period
 * @param timeoutNanos how long a reply is awaited
 * @param patienceNanos how long the peers asked last keep a search from asking more
 * @param deadlineNanos the time after which a search is given up
 * @param lifetimeNanos the time for which a request waits at most
 */
record MailboxConfig(
    int listed,
    int hellos,
    int copies,
    long pingNanos,
    long timeoutNanos,
    long patienceNanos,
    long deadlineNanos,
    long lifetimeNanos) {

  private static final int LARGE = 20_000;

  static Settings defaults(int nodes) {
    return Settings.empty()
        .with("listed", nodes <= LARGE ? 256 : 32)
        .with("hellos", 4)
        .with("copies", 3)
        .with("ping", nodes <= LARGE ? "1s" : "30s")
        .with("timeout", "1s")
        .with("patience", "300ms")
        .with("deadline", "10s")
        .with("lifetime", "12h");
  }

  static MailboxConfig of(Settings settings) {
    return new MailboxConfig(
        settings.number("listed", 1, WireLimits.LISTED_MAX),
        settings.number("hellos", 1, 64),
        settings.number("copies", 0, 16),
        settings.nanos("ping"),
        settings.nanos("timeout"),
        settings.nanos("patience"),
        settings.nanos("deadline"),
        settings.nanos("lifetime"));
  }
}
