package io.duet.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.duet.experiments.result.FetchResult;
import io.duet.experiments.result.OverlayResult;
import io.duet.experiments.result.QueryReach;
import io.duet.experiments.result.RaceResult;
import io.duet.experiments.result.SearchOutcome;
import io.duet.experiments.result.SearchRecord;
import io.duet.experiments.result.TrafficSnapshot;
import io.duet.node.TrafficClass;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
  private static final long SECOND = 1_000_000_000;

  private static String html(RaceResult race) {
    return HtmlReport.of(race, SummaryFile.of(race).overlays());
  }

  private static OverlayResult titled(String overlay, String title, OverlayResult like) {
    return new OverlayResult(
        overlay,
        title,
        like.nodes(),
        like.searches(),
        like.traffic(),
        like.nodeSeconds(),
        like.roles(),
        like.recordsKept(),
        like.copies(),
        like.queries(),
        like.fetches(),
        like.traceHash(),
        like.wallSeconds() + 76.7);
  }

  @Test
  void page_fetchesNothing() {
    String page = html(SummaryTest.race(SummaryTest.small()));
    assertThat(Pattern.compile("(src|href)\\s*=\\s*[\"']?http").matcher(page).find()).isFalse();
    assertThat(page).doesNotContain("{{").contains("echarts").contains("Chord ring");
  }

  @Test
  void page_escapesWhatComesFromData() {
    OverlayResult hostile =
        titled("chord", "</script><script>alert('x')</script>", SummaryTest.small());
    assertThat(html(SummaryTest.race(hostile))).doesNotContain("<script>alert");
  }

  @Test
  void page_ofASimulatedRun_doesNotDependOnTheWallClock() {
    RaceResult race = SummaryTest.race(SummaryTest.small());
    OverlayResult slower = titled("chord", "Chord ring", SummaryTest.small());
    RaceResult later =
        new RaceResult(
            race.experiment(),
            List.of(slower),
            race.crashAtNanos(),
            race.command(),
            Instant.EPOCH.plusSeconds(9));
    assertThat(html(later)).isEqualTo(html(race));
  }

  @Test
  void findings_claimNoDifferenceBetweenEquals() {
    OverlayResult one = SummaryTest.small();
    OverlayResult other = titled("super-peer", "Super-peer network", one);
    String page = html(SummaryTest.race(one, other));
    assertThat(page).contains("difference below 10 %").doesNotContain("times as much");
  }

  @Test
  void page_staysSmallHoweverLongTheRace() {
    SplittableRandom random = new SplittableRandom(1);
    List<SearchRecord> searches =
        IntStream.range(0, 400_000)
            .mapToObj(
                i ->
                    new SearchRecord(
                        i,
                        random.nextLong(20 * SECOND),
                        1,
                        1,
                        SearchOutcome.FOUND,
                        random.nextInt(9),
                        1,
                        0,
                        random.nextLong(SECOND),
                        -1))
            .toList();
    OverlayResult large =
        new OverlayResult(
            "flood",
            "Blind flooding",
            100_000,
            searches,
            new TrafficSnapshot(
                SECOND,
                Map.of(TrafficClass.SEARCH, 9L),
                Map.of(),
                0,
                random.longs(100_000, 0, 99).toArray(),
                new long[100_000],
                new long[100_000]),
            9,
            List.of(),
            new long[100_000],
            new int[2],
            new QueryReach(new long[1], 0, 0),
            FetchResult.NONE,
            0,
            1);
    assertThat(html(SummaryTest.race(large)).length()).isLessThan(3_000_000);
  }

  /** ToN 2003, section V: 4.86 hops for 1,024 nodes, the last step to the owner not counted. */
  @Test
  void ringTheory_agreesWithThePaper() {
    double[] shares = IdealChordModel.hopShares(1_024, 1, 5);
    double mean = IntStream.range(0, shares.length).mapToDouble(h -> h * shares[h]).sum();
    assertThat(mean - 1).isEqualTo(4.86, within(0.10));
    assertThat(Arrays.stream(shares).sum()).isEqualTo(1, within(1e-9));
  }

  @Test
  void ringTheory_ofTwoMembers_isNoneOrOneHop() {
    double[] shares = IdealChordModel.hopShares(2, 8, 5);
    assertThat(shares[0] + shares[1]).isEqualTo(1, within(1e-9));
  }
}
