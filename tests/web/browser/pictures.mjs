// Makes the two pictures of the README from a served demo.
// usage: detente serve -w demo --port 8765 &  node pictures.mjs http://127.0.0.1:8765 ../../../docs
import puppeteer from "puppeteer-core";
import chromium from "@sparticuz/chromium";

const [base, out] = process.argv.slice(2);
const browser = await puppeteer.launch({ executablePath: await chromium.executablePath(), args: [...chromium.args, "--lang=en-US"], headless: "shell" });
const page = await browser.newPage();
await page.setViewport({ width: 1060, height: 1490 });
await page.goto(`${base}/dyads/CHN-USA?as_of=2024-01-31`);
await page.screenshot({ path: `${out}/web-pair.png` });
await page.setViewport({ width: 1060, height: 1010 });
await page.goto(`${base}/review?why=promise`);
await page.screenshot({ path: `${out}/web-review.png` });
await browser.close();
