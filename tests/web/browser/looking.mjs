// Checks that only look: every page, light and dark, narrow, enlarged, printed, with scripts off.

const DAY = "2024-01-31";

// The addresses of the eight pages, and of states that look different.
export async function paths(base) {
  const json = async (path) => (await fetch(base + path)).json();
  const brief = await json(`/dyads/CHN-USA.json?as_of=${DAY}`);
  const event = brief.notes[0];
  return {
    overview: `/?as_of=${DAY}`, compared: `/?as_of=${DAY}&compare=CHN-USA,IND-PAK`, dyad: `/dyads/CHN-USA?as_of=${DAY}`, silent: "/dyads/CHN-USA", nothing: "/dyads/CHN-PER",
    event: `/events/${event.record}`, report: `/reports/${encodeURIComponent(event.report)}?event=${event.record}`,
    review: "/review", editing: `/review/${event.record}?edit=1`, search: "/search?q=fentanyl", list: "/search?dyad=CHN-USA", nohit: "/search?q=zzzz", import: "/import", method: "/method",
  };
}

const each = async (tools, how, visit) => {
  const page = await tools.open(how);
  const found = [];
  try {
    for (const [name, path] of Object.entries(tools.paths)) {
      await page.to(path);
      const bad = await visit(page, name);
      if (bad && bad.length) found.push(`${name}: ${JSON.stringify(bad).slice(0, 600)}`);
    }
    found.push(...page.trouble);
  } finally {
    await page.done();
  }
  if (found.length) throw new Error(found.join("\n"));
};

const axeOn = (axe) => async (page) => {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const found = await globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], rules: { "target-size": { enabled: true } } });
    return found.violations.map((one) => [one.id, one.nodes.length, one.nodes[0].html.slice(0, 160), one.nodes[0].failureSummary?.slice(0, 200)]);
  });
};

const overflow = (page) => page.evaluate(() => {
  const over = document.documentElement.scrollWidth - innerWidth;
  if (over <= 0) return [];
  const wide = [...document.querySelectorAll("main *")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".scroll, pre"));
  return [over, ...wide.slice(0, 5).map((one) => one.outerHTML.slice(0, 120))];
});

// Everything that can be pressed is 24 pixels high and wide, but for words within a sentence, which the rule leaves out, and
// marks of a chart, which the table below it has as well.
const small = (page) => page.evaluate(() => {
  const inSentence = (one) => {
    if (one.tagName !== "A" || getComputedStyle(one).display !== "inline") return false;
    return ["P", "LI", "SMALL", "SPAN", "DD", "FIGCAPTION", "H1", "SECTION"].includes(one.parentElement.tagName);
  };
  return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter((one) => one.checkVisibility() && !one.closest("svg") && !inSentence(one) && !one.classList.contains("skip"))
    .map((one) => [one, one.getBoundingClientRect()])
    .filter(([one, box]) => box.width > 0 && (box.width < 23.9 || box.height < 23.9))
    .slice(0, 6).map(([one, box]) => [one.outerHTML.slice(0, 110), Math.round(box.width), Math.round(box.height)]);
});

// What has the focus can be seen: it lies in the window, nothing covers it, and it is drawn otherwise than before.
async function focus(page) {
  const bad = [];
  for (let press = 0; press < 45; press++) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(() => {
      const one = document.activeElement;
      if (!one || one === document.body) return "end";
      const box = one.getBoundingClientRect();
      const style = getComputedStyle(one), inner = one.querySelector("circle, path, rect");
      const drawn = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || (one.closest("svg") && inner && parseFloat(getComputedStyle(inner).strokeWidth) >= 4);
      const seen = box.bottom > 0 && box.top < innerHeight && box.width > 0;
      const x = Math.min(Math.max(box.left + Math.min(box.width, 20) / 2, 1), innerWidth - 2), y = Math.min(Math.max(box.top + Math.min(box.height, 20) / 2, 1), innerHeight - 2);
      const top = document.elementFromPoint(x, y);
      const covered = top && !one.contains(top) && !top.contains(one) && !one.closest("svg");
      return drawn && seen && !covered ? "" : `${one.outerHTML.slice(0, 110)} drawn=${!!drawn} seen=${seen} covered=${!!covered}`;
    });
    if (found === "end") break;
    if (found) bad.push(found);
  }
  return bad.slice(0, 4);
}

const modes = { "light": {}, "dark": { scheme: "dark" }, "320 pixels": { width: 320 }, "320 pixels, dark": { width: 320, scheme: "dark" } };

export const checks = {
  "every page loads without a complaint, and asks no other host": (tools) => each(tools, {}, async (page) => {
    await page.evaluate(() => new Promise((done) => setTimeout(done, 30)));
    return [];
  }),
  ...Object.fromEntries(Object.entries(modes).map(([name, how]) => [`axe finds nothing: ${name}`, (tools) => each(tools, how, axeOn(tools.axe))])),
  "reflow at 320 pixels": (tools) => each(tools, { width: 320 }, overflow),
  "enlarged to 200%": (tools) => each(tools, { width: 640, height: 450 }, overflow),
  "targets of 24 pixels": (tools) => each(tools, {}, small),
  "targets of 24 pixels on a narrow screen": (tools) => each(tools, { width: 320 }, small),
  "the focus is seen": (tools) => each(tools, {}, focus),
  "few nodes": (tools) => each(tools, {}, (page) => page.evaluate(() => (document.querySelectorAll("*").length < 2500 ? [] : [document.querySelectorAll("*").length]))),
  "with scripts off every page says the same": async (tools) => {
    const plain = await tools.open({ scripts: false });
    for (const [name, path] of Object.entries(tools.paths)) {
      await plain.to(path);
      const words = await plain.$eval("main", (main) => main.innerText.length);
      if (words < 40) throw new Error(`${name} is empty without scripts`);
    }
    const trouble = plain.trouble;
    await plain.done();
    if (trouble.length) throw new Error(trouble.join("\n"));
  },
  "dark is dark": async (tools) => {
    const page = await tools.open({ scheme: "dark" });
    await page.to(tools.paths.dyad);
    const back = await page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number));
    await page.done();
    if (Math.max(...back) > 60) throw new Error(`the ground is ${back}`);
  },
  "a pair prints on at most 3 pages": async (tools) => {
    const page = await tools.open();
    await page.to(tools.paths.dyad);
    const counts = {};
    for (const format of ["A4", "Letter"]) {
      const pdf = Buffer.from(await page.pdf({ format, preferCSSPageSize: false })).toString("latin1");
      counts[format] = (pdf.match(/\/Type\s*\/Page\b/g) ?? []).length;
    }
    await page.done();
    if (Object.values(counts).some((number) => number < 1 || number > 3)) throw new Error(JSON.stringify(counts));
    return JSON.stringify(counts);
  },
  "arrow keys go along a lane, and a lane is one tab stop": async (tools) => {
    const page = await tools.open();
    await page.to(tools.paths.dyad);
    const stops = await page.$$eval(".lane", (lanes) => lanes.map((lane) => [lane.querySelectorAll("a").length, lane.querySelectorAll("a:not([tabindex])").length]));
    if (!stops.length || stops.some(([marks, open]) => marks && open !== 1)) throw new Error(JSON.stringify(stops));
    const label = () => page.evaluate(() => document.activeElement.getAttribute("aria-label"));
    await page.evaluate(() => [...document.querySelectorAll(".lane")].find((lane) => lane.querySelectorAll("a").length > 2).querySelector("a").focus());
    const first = await label();
    await page.keyboard.press("ArrowRight");
    const second = await label();
    await page.keyboard.press("End");
    const last = await label();
    await page.keyboard.press("Home");
    const again = await label();
    await page.done();
    if (new Set([first, second, last]).size < 3 || again !== first) throw new Error(JSON.stringify([first, second, last, again]));
  },
};
