package io.duet.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.http.HttpAnswer;
import io.duet.http.HttpCall;
import io.duet.http.Route;
import io.duet.node.NodeEvent;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.node.Traffic;
import io.duet.node.TrafficClass;
import io.duet.overlay.OverlayEvent;
import io.duet.overlay.QueryEvent;
import io.duet.rpc.RequestTimedOut;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final Peer NODE = Peer.at(PeerAddress.ofIpv4(0x7f000001, 4000));
  private static final long MILLI = 1_000_000;

  private final Metrics metrics = new Metrics(List.of("chord", "super-peer"));
  private final OverlayMetrics chord = metrics.overlay("chord");

  @AfterEach
  void close() {
    metrics.close();
  }

  private Exposition scrape() {
    return new Exposition(answer("").text());
  }

  private HttpAnswer.Whole answer(String accept) {
    Route.Blocking handler = (Route.Blocking) metrics.route().handler();
    Map<String, String> headers = Map.of("accept", accept);
    return (HttpAnswer.Whole) handler.answer(new HttpCall(Map.of(), headers, ""));
  }

  @Test
  void route_servesTheScrapeInPrometheusTextFormat() {
    chord.searchEnded("found", 4, MILLI);
    HttpAnswer.Whole answer = answer("text/html, */*");
    assertThat(metrics.route().path()).isEqualTo("/metrics");
    assertThat(answer.type()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(new Exposition(answer.text()).value("duet_lookup_hops_sum", "overlay", "chord"))
        .isEqualTo(4);
  }

  @Test
  void route_servesOpenMetrics_ifTheClientAsksForIt() {
    chord.searchEnded("found", 4, MILLI);
    HttpAnswer.Whole answer =
        answer("application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.3");
    assertThat(answer.type()).startsWith("application/openmetrics-text; version=1.0.0");
    assertThat(answer.text())
        .contains("duet_lookup_hops_sum{overlay=\"chord\"} 4.0\n")
        .endsWith("# EOF\n");
  }

  @Test
  void scrape_hasHelpAndTypeForEverySample() {
    chord.searchEnded("found", 3, 7 * MILLI);
    chord.onEvent(NODE, new NodeEvent.MessageRefused(NODE, "a \"quoted\" \\ reason"));
    Exposition scrape = scrape();
    assertThat(scrape.samples).hasSizeGreaterThan(100);
    assertThat(scrape.samples)
        .allSatisfy(
            sample ->
                assertThat(scrape.family(sample))
                    .isIn(scrape.help.keySet())
                    .isIn(scrape.type.keySet()));
  }

  @Test
  void scrape_beforeAnythingHappened_showsEveryOverlayAtZero() {
    Exposition scrape = scrape();
    for (String overlay : List.of("chord", "super-peer")) {
      List<Exposition.Sample> ours =
          scrape.samples.stream().filter(s -> overlay.equals(s.labels().get("overlay"))).toList();
      assertThat(ours).allMatch(sample -> sample.value() == 0);
      assertThat(ours)
          .extracting(Exposition.Sample::name)
          .contains(
              "duet_lookup_duration_seconds_bucket",
              "duet_lookup_hops_bucket",
              "duet_searches_total",
              "duet_messages_sent_total",
              "duet_bytes_sent_total",
              "duet_messages_received_total",
              "duet_bytes_received_total",
              "duet_nodes",
              "duet_request_timeouts_total",
              "duet_messages_refused_total",
              "duet_peers_dropped_total",
              "duet_queries_dropped_total",
              "duet_queries_arrived_total",
              "duet_joins_total",
              "duet_join_duration_seconds_bucket");
    }
  }

  @Test
  void everyMetricOfDuet_hasTheOverlayLabel() {
    assertThat(scrape().samples)
        .filteredOn(sample -> sample.name().startsWith("duet_"))
        .allMatch(sample -> sample.labels().containsKey("overlay"));
  }

  @Test
  void lookupDuration_countsIntoCumulativeBuckets() {
    chord.searchEnded("found", 1, MILLI);
    chord.searchEnded("found", 1, MILLI + 1);
    chord.searchEnded("found", 1, 40_000 * MILLI);
    Exposition scrape = scrape();
    List<Exposition.Sample> buckets =
        scrape.samples("duet_lookup_duration_seconds_bucket", "overlay", "chord");
    assertThat(buckets)
        .extracting(sample -> sample.labels().get("le"))
        .containsExactly(
            "1.0E-4", "2.0E-4", "5.0E-4", "0.001", "0.002", "0.005", "0.01", "0.02", "0.05", "0.1",
            "0.2", "0.5", "1.0", "2.0", "5.0", "10.0", "20.0", "30.0", "+Inf");
    assertThat(buckets)
        .extracting(Exposition.Sample::value)
        .containsExactly(
            0.0, 0.0, 0.0, 1.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0,
            2.0, 3.0);
    assertThat(scrape.value("duet_lookup_duration_seconds_sum", "overlay", "chord"))
        .isEqualTo(40.002000001);
  }

  @Test
  void lookupHops_haveABucketForZero() {
    chord.searchEnded("found", 0, MILLI);
    chord.searchEnded("found", 7, MILLI);
    chord.searchEnded("found", 33, MILLI);
    List<Exposition.Sample> buckets =
        scrape().samples("duet_lookup_hops_bucket", "overlay", "chord");
    assertThat(buckets)
        .extracting(sample -> sample.labels().get("le"))
        .containsExactly(
            "0.0", "1.0", "2.0", "3.0", "4.0", "5.0", "6.0", "8.0", "10.0", "12.0", "16.0", "24.0",
            "32.0", "+Inf");
    assertThat(buckets)
        .extracting(Exposition.Sample::value)
        .containsExactly(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 3.0);
  }

  @Test
  void searchEnded_measuresFoundSearchesOnly() {
    chord.searchEnded("found", 2, MILLI);
    chord.searchEnded("stale", 5, MILLI);
    chord.searchEnded("not_found", 5, MILLI);
    chord.searchEnded("failed", 5, MILLI);
    chord.searchEnded("gone", 5, MILLI);
    Exposition scrape = scrape();
    assertThat(scrape.samples("duet_searches_total", "overlay", "chord"))
        .hasSize(5)
        .allMatch(sample -> sample.value() == 1);
    assertThat(scrape.value("duet_lookup_hops_sum", "overlay", "chord")).isEqualTo(2);
    assertThat(scrape.value("duet_lookup_duration_seconds_count", "overlay", "chord")).isEqualTo(1);
    assertThat(scrape.value("duet_lookup_hops_count", "overlay", "super-peer")).isZero();
  }

  @Test
  void searchEnded_refusesAnUnknownOutcome() {
    assertThatThrownBy(() -> chord.searchEnded("lost", 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'lost' is not an outcome of a search");
  }

  @Test
  void onEvent_countsNoSearches() {
    chord.onEvent(NODE, new OverlayEvent.SearchFinished(true, 3, MILLI));
    assertThat(scrape().samples("duet_searches_total")).allMatch(sample -> sample.value() == 0);
  }

  @Test
  void believingAnswers_countsSearchesAndOtherEvents() {
    var listener = chord.believingAnswers();
    listener.onEvent(NODE, new OverlayEvent.SearchFinished(true, 3, MILLI));
    listener.onEvent(NODE, new OverlayEvent.SearchFinished(false, 9, MILLI));
    listener.onEvent(NODE, new RequestTimedOut(NODE));
    Exposition scrape = scrape();
    assertThat(scrape.value("duet_searches_total", "overlay", "chord", "outcome", "found"))
        .isEqualTo(1);
    assertThat(scrape.value("duet_searches_total", "overlay", "chord", "outcome", "not_found"))
        .isEqualTo(1);
    assertThat(scrape.value("duet_lookup_hops_sum", "overlay", "chord")).isEqualTo(3);
    assertThat(scrape.value("duet_request_timeouts_total", "overlay", "chord")).isEqualTo(1);
  }

  @Test
  void onEvent_countsJoinsTimeoutsAndDroppedPeers() {
    chord.onEvent(NODE, new OverlayEvent.Joined(20 * MILLI));
    chord.onEvent(NODE, new RequestTimedOut(NODE));
    chord.onEvent(NODE, new OverlayEvent.PeerDropped(NODE));
    Exposition scrape = scrape();
    assertThat(scrape.value("duet_joins_total", "overlay", "chord")).isEqualTo(1);
    assertThat(scrape.value("duet_join_duration_seconds_sum", "overlay", "chord")).isEqualTo(0.02);
    assertThat(scrape.value("duet_request_timeouts_total", "overlay", "chord")).isEqualTo(1);
    assertThat(scrape.value("duet_peers_dropped_total", "overlay", "chord")).isEqualTo(1);
  }

  @Test
  void onEvent_countsQueries_andThoseSeenBefore() {
    chord.onEvent(NODE, new QueryEvent.Arrived(7, 2, 1, false));
    chord.onEvent(NODE, new QueryEvent.Arrived(8, 2, 1, false));
    chord.onEvent(NODE, new QueryEvent.Arrived(7, 1, 2, true));
    Exposition scrape = scrape();
    assertThat(queries(scrape, "false")).isEqualTo(2);
    assertThat(queries(scrape, "true")).isEqualTo(1);
  }

  private static double queries(Exposition scrape, String repeated) {
    return scrape.value("duet_queries_arrived_total", "overlay", "chord", "repeated", repeated);
  }

  @Test
  void refusals_boundTheNumberOfReasons() {
    for (int i = 0; i < 1_000; i++) {
      chord.onEvent(NODE, new NodeEvent.MessageRefused(NODE, "reason " + i % 100));
    }
    Exposition scrape = scrape();
    assertThat(scrape.samples("duet_messages_refused_total", "overlay", "chord"))
        .hasSize(OverlayMetrics.REASONS_MAX + 1);
    assertThat(
            scrape.value("duet_messages_refused_total", "overlay", "chord", "reason", "reason 31"))
        .isEqualTo(10);
    assertThat(
            scrape.value(
                "duet_messages_refused_total", "overlay", "chord", "reason", OverlayMetrics.OTHER))
        .isEqualTo(680);
  }

  @Test
  void refusals_countTheReasonOtherWithFurtherReasons() {
    chord.onEvent(NODE, new NodeEvent.MessageRefused(NODE, OverlayMetrics.OTHER));
    assertThat(scrape().value("duet_messages_refused_total", "overlay", "chord")).isEqualTo(1);
  }

  @Test
  void traffic_isSummedOverNodes() {
    Traffic one = new Traffic();
    Traffic two = new Traffic();
    chord.watchTraffic(List.of(one, two));
    one.sent(TrafficClass.SEARCH, 100);
    two.sent(TrafficClass.SEARCH, 20);
    two.sent(TrafficClass.MAINTENANCE, 5);
    one.received(TrafficClass.SEARCH, 20);
    Exposition scrape = scrape();
    String[] search = {"overlay", "chord", "traffic_class", "search"};
    assertThat(scrape.value("duet_messages_sent_total", search)).isEqualTo(2);
    assertThat(scrape.value("duet_bytes_sent_total", search)).isEqualTo(120);
    assertThat(scrape.value("duet_messages_received_total", search)).isEqualTo(1);
    assertThat(scrape.value("duet_bytes_received_total", search)).isEqualTo(20);
    assertThat(
            scrape.value(
                "duet_bytes_sent_total", "overlay", "chord", "traffic_class", "maintenance"))
        .isEqualTo(5);
  }

  @Test
  void nodes_areReadWhenScraped() {
    int[] alive = {64};
    chord.watchNodes(() -> alive[0]);
    assertThat(scrape().value("duet_nodes", "overlay", "chord")).isEqualTo(64);
    alive[0] = 51;
    assertThat(scrape().value("duet_nodes", "overlay", "chord")).isEqualTo(51);
  }

  @Test
  void overlay_mustBeNamedAtTheStart() {
    assertThatThrownBy(() -> metrics.overlay("flood"))
        .hasMessage("no metrics were prepared for overlay 'flood'");
  }
}
