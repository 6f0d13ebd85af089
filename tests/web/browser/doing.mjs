// Checks that do something: decide by keys, import, correct, select words. They change the workspace that is served.
import { readdirSync } from "node:fs";
import { join } from "node:path";

const json = async (base, path) => (await fetch(base + path)).json();
// Waits until the desk says how many decisions stand; where it does not come to that, the error says what stands there.
async function decisions(page, wanted) {
  const there = () => page.$eval("#desk .over", (one) => one.textContent);
  try {
    await page.waitForFunction((number) => document.querySelector("#desk .over")?.textContent.includes(` ${number} decision`), { timeout: 8000 }, wanted);
  } catch {
    throw new Error(`${wanted} decisions were due: ${await there()} ${page.url()} ${page.trouble.join(" ")}`);
  }
}

export const checks = {
  "twenty items by the keyboard, and all of them undone": async ({ base, open }) => {
    const page = await open();
    await page.to("/review");
    const times = [];
    for (let number = 1; number <= 20; number++) {
      const begun = Date.now();
      await page.keyboard.press(number % 4 ? "a" : "x");
      await decisions(page, number);
      times.push(Date.now() - begun);
    }
    const decided = (await json(base, "/review.json")).decisions;
    if (decided !== 20) throw new Error(`${decided} decisions after 20 keys`);
    for (let number = 19; number >= 0; number--) {
      await Promise.all([page.waitForNavigation(), page.keyboard.press("u")]);
      if (!(await page.$eval("#desk .over", (one) => one.textContent)).includes(`${number} decision`)) throw new Error(`undo to ${number} failed`);
    }
    const trouble = page.trouble;
    await page.done();
    if (trouble.length) throw new Error(trouble.join("\n"));
    return `median ${times.sort((a, b) => a - b)[10]} ms from key to next item`;
  },
  "keys are dead in fields, and where they are switched off": async ({ base, open }) => {
    const page = await open();
    await page.to("/review");
    await page.focus("#find");
    await page.keyboard.type("ax u");
    if ((await page.$eval("#find", (one) => one.value)) !== "ax u") throw new Error("keys were taken from a field");
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("/");
    if ((await page.evaluate(() => document.activeElement.id)) !== "find") throw new Error("/ does not go to the search");
    await page.evaluate(() => document.activeElement.blur());
    await Promise.all([page.waitForNavigation(), page.evaluate(() => document.querySelector('form[action="/review/keys"] button').click())]);
    await page.keyboard.press("a");
    await new Promise((done) => setTimeout(done, 300));
    const decided = (await json(base, "/review.json")).decisions;
    await page.done();
    if (decided !== 0) throw new Error("a key acted that was switched off");
  },
  "the same by mouse with scripts off": async ({ base, open }) => {
    const page = await open({ scripts: false });
    await page.to("/review");
    for (let number = 1; number <= 3; number++) await Promise.all([page.waitForNavigation(), page.click('button[value="accept"]')]);
    if ((await json(base, "/review.json")).decisions !== 3) throw new Error("clicks without scripts did not decide");
    for (let number = 1; number <= 3; number++) await Promise.all([page.waitForNavigation(), page.click('form[action="/review/undo"] button')]);
    await page.done();
    if ((await json(base, "/review.json")).decisions !== 0) throw new Error("clicks without scripts did not undo");
  },
  "a number sets the standing": async ({ base, open }) => {
    const page = await open();
    await page.to("/review");
    await page.keyboard.press("2");
    await decisions(page, 1);
    const found = await json(base, "/review.json");
    await Promise.all([page.waitForNavigation(), page.keyboard.press("u")]);
    await page.done();
    if (found.decided[0].kind !== "change") throw new Error(JSON.stringify(found.decided[0]));
  },
  "a correction shows on the page of the pair": async ({ base, open, paths }) => {
    const page = await open();
    const brief = await json(base, `/dyads/CHN-USA.json?as_of=2024-01-31`);
    const id = brief.commitments.find((one) => one.status === "open").events[0];
    const on = async () => { await page.to(paths.dyad); return page.content(); };
    const before = await on();
    await page.to(`/review/${id}`);
    await page.keyboard.press("x");
    await decisions(page, 1);
    const after = await on();
    await page.to("/review");
    await Promise.all([page.waitForNavigation(), page.keyboard.press("u")]);
    const again = await on();
    await page.done();
    if (before === after) throw new Error("the page did not change");
    const same = (one) => one.match(/<table>.*?<\/table>/s)?.[0];
    if (same(before) !== same(again)) throw new Error("undo did not bring the page back");
  },
  "words selected in a report go into the form": async ({ open, paths }) => {
    const page = await open();
    await page.to(paths.report);
    const words = await page.evaluate(() => {
      const text = [...document.querySelectorAll("#text p")].find((one) => one.textContent.length > 80);
      const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
      let node = walker.nextNode();
      while (node.parentElement.closest(".note") || node.textContent.trim().length < 10) node = walker.nextNode();
      const range = document.createRange();
      range.setStart(node, 0); range.setEnd(node, 10);
      getSelection().removeAllRanges(); getSelection().addRange(range);
      return node.textContent.slice(0, 10);
    });
    await page.waitForFunction((wanted) => document.getElementById("quote").value === wanted, { timeout: 3000 }, words);
    await page.done();
  },
  "files are imported and the page tells when they are in": async ({ base, folder, open }) => {
    const page = await open();
    await page.to("/import");
    const input = await page.$("#pick");
    await input.uploadFile(...readdirSync(folder).map((name) => join(folder, name)));
    await Promise.all([page.waitForNavigation(), page.evaluate(() => document.querySelector('#pick').form.requestSubmit())]);
    await page.waitForFunction(() => document.querySelector("#job h1").textContent.startsWith("Done"), { timeout: 60000 });
    const said = await page.$eval("#job", (one) => one.innerText);
    const trouble = page.trouble;
    await page.done();
    if (!said.includes("2 added") || !said.includes("1 failed")) throw new Error(said.slice(0, 400));
    if (trouble.length) throw new Error(trouble.join("\n"));
  },
  "as of a day the page is the same after an import": async ({ base }) => {
    const before = (await json(base, "/dyads/CHN-USA.json?as_of=2024-01-31")).sources.length;
    const later = (await json(base, "/dyads/CHN-USA.json")).sources.length;
    if (!(before < later)) throw new Error(`${before} and ${later} sources`);
  },
};
