// What the search page can do beyond its form: days dragged over the bars, keys, suggestions.
// Everything here leads to an address that the form or a link reaches too.
"use strict";

(() => {
  const box = document.getElementById("q");
  const number = new Intl.NumberFormat("vi-VN");
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const written = (day) => day.split("-").reverse().join("/");

  // -- days
  const place = document.querySelector("[data-brush]");

  const brush = (figure) => {
    const view = figure.view;
    const said = place.querySelector("[role=status]");
    const area = figure.querySelector(".chart-area");
    const spec = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
    const bars = [...new Map(spec.datasets.bars.map((bar) => [bar.from, bar])).values()];
    let begun = null; // where on the chart the finger or the button went down
    let cursor = null; // the bar that the arrow keys are at, and the one that stays

    const across = (event) => event.clientX - area.querySelector("svg").getBoundingClientRect().left - view.origin()[0];
    // Bars that are touched, but for a hair's breadth; in any case the one under the first end.
    const within = (one, other) => {
      const scale = view.scale("x");
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      return bars.filter((bar) => {
        const [left, right] = [scale(new Date(bar.from)), scale(new Date(bar.to))];
        const hair = Math.min(2, (right - left) / 3);
        return (left < high - hair && right > low + hair) || (left <= one && one < right);
      });
    };
    const count = (chosen) => chosen.reduce((sum, bar) => sum + bar.count, 0);
    const show = (chosen) => {
      const [first, last] = [chosen[0], chosen.at(-1)];
      const [from, to] = first ? [first.from, last.to] : [bars[0].from, bars[0].from];
      view.data("brush", [{ from: Date.parse(from), to: Date.parse(to) }]).run();
      said.textContent = first
        ? filled(place.dataset.said, {
          start: written(first.first), end: written(last.last), count: number.format(count(chosen)),
        })
        : "";
    };
    const search = (chosen) => {
      if (!count(chosen)) return;
      const address = new URL(place.dataset.brush, location.href);
      address.searchParams.set("from", chosen[0].first);
      address.searchParams.set("to", chosen.at(-1).last);
      location.assign(address);
    };
    const clear = () => {
      begun = cursor = null;
      show([]);
    };

    area.addEventListener("mousedown", (event) => event.preventDefault()); // no text is marked meanwhile
    area.addEventListener("pointerdown", (event) => {
      if (!event.isPrimary || event.button !== 0) return;
      cursor = null;
      begun = across(event);
    });
    window.addEventListener("pointermove", (event) => {
      if (begun !== null && event.isPrimary) show(within(begun, across(event)));
    });
    window.addEventListener("pointerup", (event) => {
      if (begun === null || !event.isPrimary) return;
      const chosen = within(begun, across(event));
      begun = null;
      show(chosen);
      search(chosen);
    });
    window.addEventListener("pointercancel", () => { if (begun !== null) clear(); });
    window.addEventListener("pageshow", (event) => { if (event.persisted) clear(); });

    const reached = () => bars.slice(Math.min(cursor.at, cursor.fixed), Math.max(cursor.at, cursor.fixed) + 1);
    area.tabIndex = 0;
    area.setAttribute("role", "group");
    area.setAttribute("aria-describedby", (figure.querySelector(".chart-note").id = "cach-chon-ngay"));
    area.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (step) {
        const from = cursor ? cursor.at + step : step > 0 ? 0 : bars.length - 1;
        const at = Math.max(0, Math.min(bars.length - 1, from));
        cursor = { at, fixed: event.shiftKey && cursor ? cursor.fixed : at };
        show(reached());
      } else if (event.key === "Enter" && cursor) {
        search(reached());
      } else if (event.key === "Escape" && (cursor || begun !== null)) {
        clear();
      } else {
        return;
      }
      event.preventDefault();
    });
    place.dataset.ready = "yes";
  };
  // The drawing may be there already: the two scripts come in no certain order of time.
  const drawn = place?.querySelector("[data-drawn=yes]");
  if (drawn) brush(drawn);
  else place?.addEventListener("drawn", (event) => brush(event.target));

  // -- keys
  const hits = [...document.querySelectorAll(".hit h2 a")];
  const help = document.getElementById("tro-giup");
  const typing = (target) => target.closest("input, select, textarea, [contenteditable]") !== null;

  const move = (step) => {
    const here = hits.indexOf(document.activeElement?.closest(".hit")?.querySelector("h2 a"));
    const next = here < 0 ? (step > 0 ? 0 : hits.length - 1) : here + step;
    const hit = hits[Math.max(0, Math.min(hits.length - 1, next))];
    hit?.focus();
    hit?.closest(".hit").scrollIntoView({ block: "nearest" });
    return hit !== undefined;
  };
  const act = (event) => {
    const onHit = hits.includes(document.activeElement);
    switch (event.key) {
      case "/":
        box.focus();
        box.select();
        return true;
      case "?":
        help.open = true;
        help.querySelector("summary").focus();
        help.scrollIntoView({ block: "nearest" });
        return true;
      case "j": return move(1);
      case "k": return move(-1);
      case "ArrowDown": return onHit && move(1);
      case "ArrowUp": return onHit && move(-1);
      default: return false;
    }
  };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
    if (act(event)) event.preventDefault();
  });

  // -- the form to save a search with, which is folded away
  document.querySelector('a[href="#ten-luu"]')?.addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById("da-luu").open = true;
    document.getElementById("ten-luu").select();
  });

  // -- suggestions
  const PAUSE = 150;
  const list = document.getElementById("goi-y");
  const told = document.getElementById("goi-y-noi");
  const kinds = JSON.parse(list.dataset.kinds);
  let timer = 0;
  let asking = null;
  let active = -1;

  const options = () => [...list.children];
  const close = () => {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    list.replaceChildren();
    active = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const choose = (option) => {
    box.value = option.dataset.query;
    close();
    box.form.requestSubmit();
  };
  const activate = (at) => {
    active = at;
    options().forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    if (at < 0) {
      box.removeAttribute("aria-activedescendant");
    } else {
      box.setAttribute("aria-activedescendant", options()[at].id);
      options()[at].scrollIntoView({ block: "nearest" });
    }
  };
  const part = (name, text) => {
    const span = document.createElement("span");
    span.className = name;
    span.textContent = text;
    return span;
  };
  const option = (one, at) => {
    const item = document.createElement("li");
    item.id = `goi-y-${at}`;
    item.dataset.query = one.query;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.append(part("named", one.label), part("meta", kinds[one.kind] ?? one.kind), part("count", number.format(one.count)));
    return item;
  };
  const show = (found) => {
    close();
    told.textContent = found.length ? filled(told.dataset.found, { count: found.length }) : "";
    if (!found.length || document.activeElement !== box) return;
    list.replaceChildren(...found.map(option));
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
  };
  // Only the answer to what stands in the box now is shown: an older question is given up.
  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    try {
      const answer = await fetch(`/api/v1/suggest?${new URLSearchParams({ q: box.value, limit: "8" })}`, { signal });
      if (!answer.ok) throw new Error(String(answer.status));
      show((await answer.json()).suggestions);
    } catch (error) {
      if (signal.aborted) return;
      close();
      told.textContent = told.dataset.failed;
    }
  };

  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");
  box.addEventListener("input", (event) => {
    clearTimeout(timer);
    asking?.abort();
    if (event.isComposing) return;
    if (box.value.trim()) timer = setTimeout(ask, PAUSE);
    else close();
  });
  box.addEventListener("compositionend", () => { timer = setTimeout(ask, PAUSE); });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const shown = options();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && shown.length) {
      activate(((active + 1 + step + shown.length + 1) % (shown.length + 1)) - 1);
    } else if (event.key === "Enter" && active >= 0) {
      choose(shown[active]);
    } else if (event.key === "Escape") {
      if (shown.length) close();
      else box.blur();
    } else {
      return;
    }
    event.preventDefault();
  });
  box.addEventListener("blur", close);
  box.form.addEventListener("submit", close);
  // What is left empty, or is so anyway, does not stand in the address.
  box.form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) {
      if (value === "" || (name === "sort" && value === "date")) formData.delete(name);
    }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const chosen = event.target.closest("[role=option]");
    if (chosen) choose(chosen);
  });
})();
