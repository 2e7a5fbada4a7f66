// The keys of the review queue. Everything they do, a button or box does too.
"use strict";

(() => {
  const items = [...document.querySelectorAll("[data-queue] > .doubtful")];
  let at = -1;

  const go = (step) => {
    at = Math.min(items.length - 1, Math.max(0, at + step));
    items[at].focus();
    items[at].scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !items.length) return;
    if (event.target.matches("input:not([type=checkbox]), select, textarea")) return;
    const within = items.findIndex((item) => item.contains(document.activeElement));
    if (within >= 0) at = within;
    const item = items[at];
    if (event.key === "j") go(1);
    else if (event.key === "k") go(-1);
    else if (item && event.key === "x") item.querySelector("input[type=checkbox]").click();
    else if (item && event.key === "m") item.querySelector("[data-more]").toggleAttribute("open");
    else if (item && (event.key === "d" || event.key === "l")) item.querySelector(`[data-key=${event.key}]`)?.click();
    else return;
    event.preventDefault();
  });
})();
