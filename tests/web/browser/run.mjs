// Runs every check in one Chromium against a served workspace and prints one line of JSON for each: {name, ok, words}.
// usage: node run.mjs http://127.0.0.1:8765 FOLDER_WITH_REPORTS
import puppeteer from "puppeteer-core";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as looking from "./looking.mjs";
import * as doing from "./doing.mjs";

const [base, folder] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function launched() {
  const named = process.env.DETENTE_CHROMIUM;
  if (named) return puppeteer.launch({ executablePath: named, args: ["--no-sandbox", "--lang=en-US"], headless: true });
  const { default: chromium } = await import("@sparticuz/chromium");
  // Made for small machines, it would run everything in one process, which takes no second context.
  const args = [...chromium.args.filter((one) => !["--single-process", "--no-zygote"].includes(one)), "--lang=en-US"];
  return puppeteer.launch({ executablePath: await chromium.executablePath(), args, headless: "shell" });
}

// A page of its own in which everything that goes wrong is noted.
async function opened(browser, { width = 1100, height = 900, scheme = "light", scripts = true } = {}) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.trouble = [];
  page.on("console", (one) => ["error", "warn"].includes(one.type()) && page.trouble.push(`console: ${one.text()}`));
  page.on("pageerror", (error) => page.trouble.push(`script: ${error.message}`));
  page.on("request", (one) => {
    if (!one.url().startsWith(base) && !one.url().startsWith("data:")) page.trouble.push(`asks another host: ${one.url()}`);
  });
  await page.setJavaScriptEnabled(scripts);
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  page.to = async (path) => {
    const answer = await page.goto(base + path, { waitUntil: "load" });
    if (answer.status() >= 400) throw new Error(`${path} answered ${answer.status()}`);
    return answer;
  };
  page.done = () => context.close();
  return page;
}

const browser = await launched();
const paths = await looking.paths(base);
const tools = { base, folder, axe, paths, open: (how) => opened(browser, how) };
for (const [name, check] of [...Object.entries(looking.checks), ...Object.entries(doing.checks)]) {
  const begun = Date.now();
  try {
    const words = await check(tools);
    console.log(JSON.stringify({ name, ok: true, words: words ?? "", seconds: (Date.now() - begun) / 1000 }));
  } catch (error) {
    console.log(JSON.stringify({ name, ok: false, words: String(error.message ?? error).slice(0, 3000), seconds: (Date.now() - begun) / 1000 }));
  }
}
await browser.close();
