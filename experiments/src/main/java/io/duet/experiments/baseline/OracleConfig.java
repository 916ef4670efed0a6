package io.duet.experiments.baseline;

import io.duet.overlay.spi.Setting;

/** The settings of the oracle directory and its clients. Times are nanoseconds. */
record OracleConfig(
    @Setting(value = "1s", large = "30s", doc = "Period of a client's heartbeats.")
        long heartbeatNanos,
    @Setting(value = "2500ms", large = "75s", doc = "Silence after which a client is not named.")
        long silenceNanos,
    @Setting(name = "requestTimeout", value = "1s", doc = "Time to wait for a reply.")
        long timeoutNanos,
    @Setting(value = "5", max = 100, doc = "Times that a request is sent while it gets no reply.")
        int tries) {}
