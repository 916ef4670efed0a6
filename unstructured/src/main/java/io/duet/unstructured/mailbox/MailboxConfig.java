package io.duet.unstructured.mailbox;

import io.duet.overlay.spi.Setting;

/** The settings of peers with a mailbox. Times are nanoseconds. */
record MailboxConfig(
    @Setting(
            value = "256",
            large = "32",
            max = MailboxMessage.LISTED_MAX,
            doc = "Most active peers that a node lists.")
        int peersMax,
    @Setting(value = "4", max = 64, doc = "Active peers that a node greets in a period.")
        int hellos,
    @Setting(value = "3", min = 0, max = 16, doc = "Peers that keep a request for an absent one.")
        int copies,
    @Setting(value = "1s", large = "30s", doc = "Period of pings.") long pingNanos,
    @Setting(value = "1s", doc = "Time to wait for a reply.") long timeoutNanos,
    @Setting(value = "300ms", doc = "Time from one wave of a search to the next.")
        long waveIntervalNanos,
    @Setting(value = "10s", doc = "Time after which a search ends.") long deadlineNanos,
    @Setting(value = "12h", doc = "Longest time that a request waits.") long lifetimeNanos) {}
