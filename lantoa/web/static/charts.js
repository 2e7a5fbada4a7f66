// Draws every <figure data-chart> of the page from the Vega-Lite specification it carries.
// The drawing library is fetched only where there is a chart. Nothing is evaluated as code:
// expressions go through Vega's interpreter, as the Content-Security-Policy asks.
"use strict";

(() => {
  const figures = [...document.querySelectorAll("figure[data-chart]")];
  if (!figures.length) return;

  const tokens = getComputedStyle(document.documentElement);
  const token = (name) => tokens.getPropertyValue(name).trim();
  const small = window.matchMedia("(max-width: 560px)").matches;

  const look = () => ({
    background: null,
    font: token("--face").replaceAll('"', "'"),
    padding: 2,
    autosize: { type: "fit", contains: "padding" },
    view: { stroke: null },
    range: {
      category: ["--accent", "--second", "--third", "--phase-before", "--good", "--ink-soft"].map(token),
    },
    mark: { color: token("--accent") },
    style: {
      picked: { color: token("--mark"), opacity: 0.45 },
      brush: { color: token("--second"), opacity: 0.25 },
    },
    axis: {
      labelColor: token("--ink-soft"), titleColor: token("--ink-soft"),
      labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal",
      gridColor: token("--line"), domainColor: token("--line-strong"), tickColor: token("--line-strong"),
      labelOverlap: true, labelSeparation: 4,
    },
    axisX: { grid: false },
    axisY: { domain: false, ticks: false, labelOverlap: false, tickCount: 4, labelLimit: small ? 96 : 320 },
    legend: {
      labelColor: token("--ink"), titleColor: token("--ink-soft"), labelFontSize: 12,
      titleFontSize: 12, titleFontWeight: "normal", orient: "top", direction: small ? "vertical" : "horizontal",
      columns: small ? 1 : 3, symbolType: "square",
    },
    title: { color: token("--ink"), anchor: "start", fontSize: 14 },
  });

  const locale = {
    number: { decimal: ",", thousands: ".", grouping: [3], currency: ["", " ₫"] },
    time: {
      dateTime: "%H:%M %d/%m/%Y", date: "%d/%m/%Y", time: "%H:%M:%S", periods: ["SA", "CH"],
      days: ["Chủ nhật", "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy"],
      shortDays: ["CN", "T2", "T3", "T4", "T5", "T6", "T7"],
      months: Array.from({ length: 12 }, (_, at) => `Tháng ${at + 1}`),
      shortMonths: Array.from({ length: 12 }, (_, at) => `Th${at + 1}`),
    },
  };

  const fetched = () => new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = "/static/vega.js";
    script.onload = done;
    script.onerror = () => failed(new Error("vega.js"));
    document.head.append(script);
  });

  const draw = async (figure) => {
    const area = figure.querySelector(".chart-area");
    const spec = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
    if (spec.width === undefined && (spec.mark || spec.layer)) spec.width = "container";
    if (spec.height === undefined && (spec.mark || spec.layer)) spec.height = Math.round(area.clientHeight);
    const { view } = await window.vegaEmbed(area, spec, {
      mode: "vega-lite", renderer: "svg", actions: false, ast: true, defaultStyle: false,
      config: look(), formatLocale: locale.number, timeFormatLocale: locale.time,
      tooltip: { disableDefaultStyle: true },
    });
    figure.view = view;
    figure.dataset.drawn = "yes";
    figure.dispatchEvent(new Event("drawn", { bubbles: true }));
  };

  const failed = (figure, error) => {
    const area = figure.querySelector(".chart-area");
    area.textContent = area.dataset.failed;
    figure.querySelector("details")?.setAttribute("open", "");
    figure.dataset.drawn = "no";
    console.error(error);
  };

  fetched().then(
    () => figures.forEach((figure) => draw(figure).catch((error) => failed(figure, error))),
    (error) => figures.forEach((figure) => failed(figure, error)),
  );
})();
