"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const dashes = { chord: "solid", "super-peer": "solid", flood: [6, 3], oracle: [2, 3] };
  const symbols = { chord: "circle", "super-peer": "rect", flood: "triangle", oracle: "diamond" };
  const charts = [];

  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const variants = data.overlays.map((o) => o.name).filter((name) => !(name in symbols));
  const variant = (overlay) => variants.indexOf(overlay.name);
  const color = (overlay) =>
    variant(overlay) < 0 ? css("--" + overlay.name) : css("--variant-" + (variant(overlay) % 6));
  const dash = (overlay) =>
    dashes[overlay.name] || ["solid", [8, 3], [2, 2], [10, 3, 2, 3]][variant(overlay) % 4];
  const symbol = (overlay) =>
    symbols[overlay.name] || ["circle", "pin", "roundRect", "arrow"][variant(overlay) % 4];

  /** The estimated number of rows of the legend: a name takes its letters, its symbol and a gap. */
  function legendRows(series) {
    const width = document.getElementById("hops").clientWidth || 450;
    const names = [...new Set(series.map((one) => one.name))];
    let rows = 1;
    let used = 0;
    for (const name of names) {
      const needed = 6.6 * name.length + 30;
      if (used > 0 && used + needed > width) {
        rows++;
        used = 0;
      }
      used += needed;
    }
    return rows;
  }

  function paintCards() {
    for (const overlay of data.overlays) {
      const card = document.querySelector(`.card[data-overlay="${overlay.name}"]`);
      if (card) card.style.borderTopColor = color(overlay);
    }
  }

  function axis(name, more) {
    return {
      name,
      nameLocation: "middle",
      nameGap: 28,
      nameTextStyle: { color: css("--soft") },
      axisLabel: { color: css("--soft"), hideOverlap: true },
      axisLine: { lineStyle: { color: css("--soft") } },
      splitLine: { lineStyle: { color: css("--line") } },
      ...more,
    };
  }

  const yAxis = (name, more) => axis(name, { nameGap: 46, ...more });

  function base(x, y, series, format) {
    return {
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 62, right: 18, top: 18 + 18 * legendRows(series), bottom: 48 },
      legend: { top: 0, left: 0, textStyle: { color: css("--ink") }, itemWidth: 16, itemGap: 8 },
      tooltip: { trigger: "axis", valueFormatter: format, confine: true },
      xAxis: x,
      yAxis: y,
      series,
    };
  }

  function line(overlay, points, more) {
    return {
      name: overlay.title,
      type: "line",
      data: points,
      showSymbol: false,
      symbol: symbol(overlay),
      legendHoverLink: false,
      lineStyle: { width: 2, type: dash(overlay) },
      itemStyle: { color: color(overlay) },
      ...more,
    };
  }

  const percent = (value) => (value == null ? "-" : +(100 * value).toFixed(2) + " %");
  const number = (value) => (value == null ? "-" : String(+(+value).toPrecision(4)));
  const decade = (value) => String(+(+value).toPrecision(3));

  function crashMark() {
    return data.crashSeconds === undefined ? undefined : {
      silent: true,
      symbol: "none",
      lineStyle: { color: css("--ink"), type: "dashed", width: 1 },
      label: { formatter: "crash", color: css("--ink"), position: "end", distance: 2 },
      data: [{ xAxis: data.crashSeconds }],
    };
  }

  /** The hops that suffice for all but one in two hundred; the last bar contains the rest. */
  function lastHops(rows) {
    const last = (shares) => {
      let left = shares.reduce((sum, share) => sum + share, 0);
      return shares.findIndex((share) => (left -= share) < 0.005);
    };
    return Math.max(1, ...rows.map(last));
  }

  function cut(shares, last) {
    const rest = shares.slice(last).reduce((sum, share) => sum + share, 0);
    return [...shares.slice(0, last), +rest.toPrecision(4)];
  }

  function hops() {
    const rows = data.overlays.map((o) => o.hops).concat(data.theory ? [data.theory] : []);
    const last = lastHops(rows);
    const series = data.overlays.map((overlay) => ({
      name: overlay.title,
      type: "bar",
      data: cut(overlay.hops, last),
      itemStyle: { color: color(overlay) },
      barGap: "5%",
    }));
    if (data.theory) {
      series.push({
        name: "ideal ring",
        type: "line",
        data: cut(data.theory, last),
        symbolSize: 5,
        lineStyle: { type: "dashed", width: 1.5 },
        itemStyle: { color: css("--ink") },
      });
    }
    const beyond = rows.some((shares) => shares.slice(last + 1).some((share) => share > 0));
    const labels = Array.from({ length: last + 1 }, (_, i) => (i === last && beyond ? i + "+" : String(i)));
    return base(
      axis("hops", { type: "category", data: labels }),
      yAxis("share of searches", { axisLabel: { formatter: percent, color: css("--soft") } }),
      series, percent);
  }

  /** By hops from the first one on: no node is reached at hop 0. */
  function reach() {
    const overlays = data.overlays.filter((o) => o.reach);
    const last = lastHops(overlays.map((o) => o.reach));
    return base(
      axis("hops", { type: "category", data: Array.from({ length: last }, (_, i) => String(i + 1)) }),
      yAxis("share of nodes reached", { axisLabel: { formatter: percent, color: css("--soft") } }),
      overlays.map((overlay) => ({
        name: overlay.title,
        type: "bar",
        data: cut(overlay.reach, last).slice(1),
        itemStyle: { color: color(overlay) },
        barGap: "5%",
      })), percent);
  }

  function latency() {
    const option = base(
      axis("milliseconds", { type: "log", axisLabel: { formatter: decade, color: css("--soft") } }),
      yAxis("share of searches", { max: 1, axisLabel: { formatter: percent, color: css("--soft") } }),
      data.overlays.map((o) => line(o, o.latencyMs.filter(([ms]) => ms > 0))), percent);
    option.xAxis.min = "dataMin";
    return option;
  }

  const seconds = +(data.binSeconds * 32).toFixed(3);
  const below = (range) => Math.pow(10, Math.floor(Math.log10(Math.max(1e-4, range.min))));
  const timed = (values) => values.map((value, i) => [+((i + 0.5) * data.binSeconds).toFixed(3), value]);

  function success() {
    const values = data.overlays.flatMap((o) => o.success).filter((value) => value != null);
    const lowest = Math.max(0, Math.floor(20 * Math.min(0.95, ...values)) / 20);
    const option = base(
      axis("seconds since the first search", { type: "value", min: 0, max: seconds }),
      yAxis("success", { min: lowest, max: 1, axisLabel: { formatter: percent, color: css("--soft") } }),
      data.overlays.map((o) => line(o, timed(o.success))), percent);
    if (option.series.length) option.series[0].markLine = crashMark();
    return option;
  }

  function time() {
    const series = data.overlays.flatMap((o) => [
      line(o, timed(o.medianMs)),
      line(o, timed(o.p95Ms), { lineStyle: { width: 1.5, type: "dotted" } }),
    ]);
    const option = base(
      axis("seconds since the first search", { type: "value", min: 0, max: seconds }),
      yAxis("milliseconds", { type: "log", min: below, axisLabel: { formatter: decade, color: css("--soft") } }),
      series, number);
    if (series.length) series[0].markLine = crashMark();
    return option;
  }

  function load() {
    return base(
      axis("nodes by load, busiest first (%)", { type: "value", min: 0, max: 100 }),
      yAxis("load / mean", { type: "log", min: below, axisLabel: { formatter: decade, color: css("--soft") } }),
      data.overlays.map((o) => line(o, o.load.filter(([, value]) => value > 0), { step: false })), number);
  }

  function messages() {
    const classes = ["search", "publish", "maintenance"];
    return base(
      axis("traffic class", { type: "category", data: classes }),
      yAxis("messages per search", { type: "log", min: below, axisLabel: { formatter: decade, color: css("--soft") } }),
      data.overlays.map((o, i) => ({
        name: o.title,
        type: "scatter",
        symbol: symbol(o),
        symbolSize: 15,
        symbolOffset: [(i - (data.overlays.length - 1) / 2) * 20, 0],
        data: classes.map((type) => o.messages[type] || null),
        itemStyle: { color: color(o) },
        label: { show: true, position: "top", formatter: ({ value }) => decade(value), color: css("--soft"), fontSize: 9 },
      })), number);
  }

  /** Time to content: search and transfer. */
  function content() {
    const option = base(
      axis("seconds", { type: "log", axisLabel: { formatter: decade, color: css("--soft") } }),
      yAxis("share of fetches", { max: 1, axisLabel: { formatter: percent, color: css("--soft") } }),
      data.overlays.filter((o) => o.fetches)
        .map((o) => line(o, o.fetches.contentSeconds.filter(([time]) => time > 0))), percent);
    option.xAxis.min = below;
    return option;
  }

  function boundMark(overlay) {
    return overlay.fetches.boundSeconds === undefined ? undefined : {
      silent: true,
      symbol: "none",
      lineStyle: { color: css("--ink"), type: "dashed", width: 1 },
      label: { formatter: "bound", color: css("--ink"), position: "insideEndTop" },
      data: [{ xAxis: overlay.fetches.boundSeconds }],
    };
  }

  /** The nodes of a flash crowd that have everything, over time. */
  function crowd() {
    const overlays = data.overlays.filter((o) => o.fetches && o.fetches.complete);
    const option = base(
      axis("seconds since the first search", { type: "value", min: 0 }),
      yAxis("nodes complete", { min: 0, max: 1, axisLabel: { formatter: percent, color: css("--soft") } }),
      overlays.map((o) => line(o, o.fetches.complete)), percent);
    option.series[0].markLine = boundMark(overlays[0]);
    return option;
  }

  const remove = (id) => document.getElementById(id).parentElement.remove();

  function draw(id, option) {
    const chart = echarts.init(document.getElementById(id), null, { renderer: "svg" });
    chart.setOption(option());
    charts.push([chart, option]);
  }

  function redraw() {
    paintCards();
    charts.forEach(([chart, option]) => {
      chart.resize();
      chart.setOption(option(), true);
    });
  }

  paintCards();
  draw("hops", hops);
  draw("latency", latency);
  draw("success", success);
  draw("time", time);
  draw("load", load);
  draw("messages", messages);
  if (data.overlays.some((o) => o.reach)) draw("reach", reach);
  else remove("reach");
  if (data.overlays.some((o) => o.fetches)) draw("content", content);
  else remove("content");
  if (data.overlays.some((o) => o.fetches && o.fetches.complete)) draw("crowd", crowd);
  else remove("crowd");
  addEventListener("resize", redraw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
})();
