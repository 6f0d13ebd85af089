// Single keys, lanes by arrow keys, words selected in a report, files dropped. Every page works without it.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const typing = (at) => at && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName));

  // One key decides, saves and goes on: it presses the button that bears it. Dead inside fields, and where switched off. Keys
  // that are pressed while an answer is on its way wait for it, and so do those pressed before htmx has begun.
  const waiting = [];
  const desk = () => document.getElementById("desk");
  const engine = document.querySelector("script[src*=htmx]");
  let busy = Boolean(desk() && engine), begun = false;
  engine?.addEventListener("error", () => { busy = false; });
  const press = (key) => {
    const found = /^[1-9]$/.test(key) ? desk().querySelectorAll("[data-choice]")[key - 1] : desk().querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (found) found.click();
    return Boolean(found);
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (!desk() || document.body.dataset.keys !== "on") return;
    const key = event.key;
    // A button that has the focus keeps its space bar.
    if (key === " " && /^(BUTTON|SUMMARY|A)$/.test(event.target.tagName)) return;
    if (key === "/") document.getElementById("find").focus();
    else if (key === "?") { const last = document.getElementById("last"); last.tabIndex = -1; last.focus(); }
    else if (busy) waiting.push(key);
    else if (event.repeat || !press(key)) return;
    event.preventDefault();
  });
  document.addEventListener("submit", (event) => { busy = event.target.matches("[hx-post]"); });
  const settled = (event) => {
    if (!busy || !desk() || !event.target.contains(desk())) return;
    busy = false;
    if (begun) {
      // The heading is read out, and the next key finds its button.
      const head = desk().querySelector("h1");
      head.tabIndex = -1;
      head.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    begun = true;
    if (waiting.length) press(waiting.shift());
  };
  document.addEventListener("htmx:after:process", settled);
  for (const name of ["htmx:error", "htmx:response:error"]) document.addEventListener(name, () => { busy = false; waiting.length = 0; });

  // Inside a lane the arrow keys go from mark to mark: a lane is one tab stop.
  addEventListener("keydown", (event) => {
    const mark = event.target.closest && event.target.closest(".lane a");
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!mark || (!step && event.key !== "Home" && event.key !== "End")) return;
    const marks = [...mark.closest(".lane").querySelectorAll("a")];
    const at = event.key === "Home" ? 0 : event.key === "End" ? marks.length - 1 : marks.indexOf(mark) + step;
    const next = marks[Math.min(Math.max(at, 0), marks.length - 1)];
    mark.setAttribute("tabindex", "-1");
    next.removeAttribute("tabindex");
    next.focus();
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
    event.preventDefault();
  });
  const lanes = () => document.querySelectorAll(".lane").forEach((lane) => {
    if (!lane.querySelector("a:not([tabindex])")) lane.querySelector("a")?.removeAttribute("tabindex");
  });

  // Words selected in a report go into the form for a missed record, with the place they begin at.
  document.addEventListener("selectionchange", () => {
    const text = document.getElementById("text"), chosen = getSelection();
    if (!text || !chosen.rangeCount || chosen.isCollapsed || !text.contains(chosen.anchorNode) || !text.contains(chosen.focusNode)) return;
    const copy = chosen.getRangeAt(0).cloneContents();
    copy.querySelectorAll(".note").forEach((one) => one.remove());
    document.getElementById("quote").value = [...copy.querySelectorAll("p")].length ? [...copy.querySelectorAll("p")][0].textContent : copy.textContent;
    document.getElementById("add").open = true;
  });

  // Files dropped on the field are chosen in it.
  document.querySelectorAll(".drop").forEach((drop) => {
    const mark = (on) => (event) => { event.preventDefault(); drop.classList.toggle("over-it", on); };
    drop.addEventListener("dragover", mark(true));
    drop.addEventListener("dragleave", mark(false));
    drop.addEventListener("drop", (event) => { mark(false)(event); drop.querySelector("input").files = event.dataTransfer.files; });
  });

  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((one) => (one.open = true)));
  lanes();
})();
