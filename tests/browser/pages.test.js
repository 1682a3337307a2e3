// The lookup page in a real browser. tests/browser.rs makes the store, names the program and the
// browser in the environment, and runs this; by hand:
//
//   OPPDRAG_BIN=target/debug/oppdrag OPPDRAG_STORE=out node --test tests/browser/
//
// With SCREENSHOTS=<folder>, every page is also drawn in both widths and both modes.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { chromium } from "playwright-core";
import { marked } from "./source.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const { OPPDRAG_BIN, OPPDRAG_STORE, CHROMIUM = "/usr/bin/chromium", SCREENSHOTS } = process.env;

let server, origin, browser, profile;
// What no page may do: ask another host, or break the policy, or stumble.
const foreign = [];
const complaints = [];

before(async () => {
  server = spawn(OPPDRAG_BIN, ["serve", "--store", OPPDRAG_STORE, "--addr", "127.0.0.1:0"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  origin = await new Promise((resolve, reject) => {
    let told = "";
    server.stderr.on("data", (piece) => {
      told += piece;
      const address = told.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (address) resolve(address[0]);
    });
    server.on("exit", () => reject(new Error(`the server stopped: ${told}`)));
  });
  profile = mkdtempSync(join(tmpdir(), "oppdrag-browser-"));
  browser = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
    headless: true,
    locale: "nb-NO",
    acceptDownloads: true,
  });
  watch(browser);
});

after(async () => {
  await browser?.close();
  server?.kill("SIGTERM");
  if (profile) rmSync(profile, { recursive: true, force: true });
});

function watch(context) {
  context.on("request", (request) => {
    // The browser's own viewer of PDFs is a part of it, and no host.
    if (/^(blob|chrome-extension|chrome):/.test(request.url())) return;
    if (!request.url().startsWith(origin)) foreign.push(request.url());
  });
  context.on("console", (message) => {
    // A page that is not there is one of those visited.
    if (message.type() === "error" && !message.text().includes("404")) complaints.push(message.text());
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
}

// A page of the browser, and another browser's worth of options: no script, another mode.
async function open(address, { width = 1280, dark = false } = {}) {
  const page = await browser.newPage();
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme: dark ? "dark" : "light" });
  await page.goto(origin + address);
  return page;
}

const count = (words) => Number(words.replace(/\u00a0/g, "").match(/\d+/)?.[0] ?? 0);
const status = async (page) => count(await page.locator("#status").innerText());
const get = async (address) => (await fetch(origin + address)).text();

// The pages, with an item of the store and a document of it.
async function pages() {
  const found = await get("/?q=plan&type=assignment");
  const item = found.match(/href="(\/oppdrag\/[^"]+)"/)[1];
  const request = (await get("/vedtak")).match(/href="(\/post\/[^"]+)"/)[1];
  const document = (await get("/dokumenter?doubtful=1")).match(/href="(\/dokument\/[^"?]+)"/)[1];
  const post = (await get("/budsjett")).match(/href="(\/budsjett\?post=[^"]*\.[^"]*)"/)[1];
  const records = [];
  for (const kind of ["report", "indicator", "appropriation", "requirement", "authorisation", "table", "goal"]) {
    const found = (await get(`/?q=og&type=${kind}`)).match(/href="(\/post\/[^"]+)"/);
    if (found) records.push([kind, found[1]]);
  }
  return {
    velkommen: "/",
    sok: "/?q=plan",
    "ingen-treff": "/?q=TB2026-1414",
    frister: "/frister?month=2026-06",
    forfalt: "/frister?view=overdue&from=2020-01-01",
    uavklart: "/frister?view=unsettled&year=2026",
    oppdrag: item,
    vedtak: "/vedtak",
    "ett-vedtak": request,
    budsjett: "/budsjett",
    post,
    ...Object.fromEntries(records),
    dokumenter: "/dokumenter",
    dokument: `${document}?type=assignment`,
    "finnes-ikke": "/dokument/finnes-ikke",
  };
}

test("words find records, marked, and the address holds the search", async () => {
  const page = await open("/");
  await page.fill("#q", "plan");
  await page.press("#q", "Enter");
  await page.waitForURL(/\?q=plan$/);
  assert.ok((await status(page)) > 5);
  assert.match((await page.locator(".hit mark").first().innerText()).toLowerCase(), /plan/);
  await page.close();
});

test("results come as one types, and the address follows", async () => {
  const page = await open("/");
  await page.locator("#q").pressSequentially("rapport");
  await page.waitForFunction(() => document.querySelectorAll(".hit").length > 0);
  assert.match(page.url(), /\?q=rapport$/);
  const told = await page.locator("#status").innerText();
  await page.reload();
  assert.equal(await page.locator("#status").innerText(), told);
  await page.close();
});

test("a filter is chosen by a click, its count is what it gives, and it comes off again", async () => {
  const page = await open("/?q=plan");
  const before = await status(page);
  const facet = page.locator("details.facet", { hasText: "Dokumenttype" }).locator("li a").first();
  const promised = count((await facet.locator(".count").innerText()));
  await facet.click();
  await page.waitForURL(/kind=/);
  assert.equal(await status(page), promised);
  assert.ok(promised < before);
  await page.locator(".chips a").first().click();
  await page.waitForURL((url) => !url.search.includes("kind="));
  assert.equal(await status(page), before);
  await page.close();
});

test("a search and a filter by keyboard only, the focus always to be seen", async () => {
  const page = await open("/");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "innhold");
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "q");
  await page.keyboard.type("plan");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\?q=plan$/);
  await page.waitForSelector(".hit");
  let chosen = false;
  for (let step = 0; step < 60 && !chosen; step += 1) {
    await page.keyboard.press("Tab");
    const now = await page.evaluate(() => {
      const one = document.activeElement;
      const style = getComputedStyle(one);
      return {
        seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        what: one.outerHTML.slice(0, 80),
        facet: one.closest("details.facet") !== null && one.tagName === "A",
      };
    });
    assert.ok(now.seen, `the focus cannot be seen on ${now.what}`);
    chosen = now.facet;
  }
  assert.ok(chosen, "no filter was reached");
  const promised = count(await page.evaluate(() => document.activeElement.querySelector(".count").textContent));
  await page.keyboard.press("Enter");
  await page.waitForSelector(".chips a");
  assert.equal(await status(page), promised);
  await page.close();
});

test("the calendar shows a month, its days lead to their deadlines, and the months turn", async () => {
  const page = await open("/frister?month=2026-06");
  assert.match(await page.locator("table.month caption").innerText(), /juni 2026/);
  assert.equal(await page.locator("table.month thead th").count(), 8);
  const days = page.locator("table.month td a");
  const on = await days.count();
  assert.ok(on > 2);
  let all = 0;
  for (let at = 0; at < on; at += 1) all += count(await days.nth(at).locator(".count").innerText());
  assert.equal(all, await status(page));
  await days.first().click();
  const target = new URL(page.url()).hash.slice(1);
  assert.match(target, /^dag-2026-06-\d\d$/);
  assert.equal(await page.locator(`[id="${target}"]`).count(), 1);
  await page.locator(".turning a").last().click();
  await page.waitForURL(/month=2026-07/);
  await page.close();
});

test("the calendar feed holds just the selection", async () => {
  const page = await open("/frister?month=2026-06");
  const who = page.locator("details.facet li a").first();
  const name = await who.locator(".what").innerText();
  await who.click();
  await page.waitForURL(/recipient=/);
  await page.locator(".subscribe summary").click();
  const feed = await page.locator(".subscribe a").getAttribute("href");
  const answer = await fetch(origin + feed);
  assert.match(answer.headers.get("content-type"), /^text\/calendar/);
  const text = (await answer.text()).replace(/\r\n /g, "");
  assert.ok(text.startsWith("BEGIN:VCALENDAR\r\n") && text.endsWith("END:VCALENDAR\r\n"));
  const events = text.split("BEGIN:VEVENT").slice(1);
  for (const event of events) {
    assert.match(event, /\r\nUID:[0-9a-f]{32}@oppdrag\r\n/);
    assert.match(event, /\r\nDTSTART;VALUE=DATE:\d{8}\r\n/);
    assert.match(event, /\r\nSUMMARY:.+\r\n/);
    assert.ok(event.replaceAll("\\,", ",").includes(name), `not of ${name}: ${event}`);
  }
  const whole = `/frister?view=all&from=1900-01-01&recipient=${encodeURIComponent(name)}`;
  await page.goto(origin + whole);
  assert.equal(events.length, await status(page));
  assert.equal(new Set(events.map((event) => event.match(/UID:(\S+)/)[1])).size, events.length);
  await page.close();
});

test("an assignment: its words, deadlines, citation, and the way back to its place", async () => {
  const page = await open("/?q=TB2026-1&type=assignment");
  await page.locator(".hit h3 a").first().click();
  await page.waitForURL(/\/oppdrag\//);
  assert.match(await page.locator("h1").innerText(), /^TB2026-1 /);
  assert.ok((await page.locator(".verbatim").first().innerText()).length > 40);
  assert.match(await page.locator("#sitat").innerText(), /^«[\s\S]+»\nTB2026-1 .+, til .+, (punkt|under|side) .+\.$/);
  await browser.grantPermissions(["clipboard-read", "clipboard-write"], { origin });
  await page.getByRole("button", { name: "Kopier som sitat" }).click();
  await page.getByText("Kopiert").waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, await page.locator("#sitat").evaluate((one) => one.textContent));
  await page.close();
});

test("the source opens at the page where it is a PDF, and only there", async () => {
  const list = await get("/dokumenter");
  const keys = [...new Set([...list.matchAll(/href="(\/dokument\/[^"?]+)"/g)].map((one) => one[1]))];
  let opened = 0;
  let told = 0;
  for (const key of keys) {
    const document = await get(key);
    const pdf = document.includes("<dd>application/pdf</dd>");
    const record = (await get(`${key}?type=assignment`)).match(/href="(\/oppdrag\/[^"]+)"/);
    if (!record) continue;
    const item = await get(record[1]);
    const button = item.match(/href="(\/kilde\/[^"]+)"/);
    assert.equal(button !== null, pdf, record[1]);
    if (pdf) {
      assert.match(button[1], /\?side=\d+&amp;start=\d+&amp;slutt=\d+#nameddest=!oppdrag$/);
      assert.match(item, /Åpne kilden på side \d+/);
      await marked(origin, button[1].replaceAll("&amp;", "&"), record[1]);
      opened += 1;
    } else {
      assert.match(item, /class="where"/);
      told += 1;
    }
  }
  assert.ok(opened > 0 && told > 0, `${opened} opened, ${told} told`);
});

test("the browser's viewer opens the source at the quotation", async (t) => {
  const page = await open("/");
  const able = await page.evaluate(() => navigator.pdfViewerEnabled);
  if (!able) {
    console.log("notice: this browser shows no PDFs; where its viewer opens them was not looked at");
    t.skip("no viewer");
    return;
  }
  let looked = 0;
  for (const list of ["assignments", "requests", "reports"]) {
    const { items } = await (await fetch(`${origin}/api/v1/${list}?limit=200`)).json();
    // Page 1 is where every file opens.
    const item = items.find(({ record }) => {
      const place = (record.text_spans ?? record.spans)[0];
      return place?.bbox && place.page > 1;
    });
    if (!item) continue;
    const [key, id] = item.reference.split("#").map(encodeURIComponent);
    await page.goto(`${origin}/${list === "assignments" ? "oppdrag" : "post"}/${key}/${id}`);
    const button = page.getByRole("link", { name: /^Åpne kilden på side/ }).first();
    // The viewer is a page of the browser's own within the page; what it counts is its to tell.
    await button.click();
    await page.waitForURL(/\/kilde\//);
    let viewer;
    for (let tries = 0; tries < 100 && !viewer; tries += 1) {
      viewer = page.frames().find((frame) => frame.url().startsWith("chrome-extension://"));
      if (!viewer) await page.waitForTimeout(100);
    }
    // Its insides are the browser's own affair: where they are not as known, there is nothing to ask.
    const box = await viewer?.waitForFunction(() => {
      const bar = document.querySelector("pdf-viewer")?.shadowRoot?.querySelector("viewer-toolbar");
      return bar?.shadowRoot?.querySelector("viewer-page-selector")?.shadowRoot?.querySelector("input");
    }, null, { timeout: 15_000 }).catch(() => undefined);
    if (!box) {
      console.log("notice: the viewer of this browser cannot be looked into");
      t.skip("no way into the viewer");
      return;
    }
    const expected = String((item.record.text_spans ?? item.record.spans)[0].page);
    await viewer
      .waitForFunction(([box, page]) => box.value === page, [box, expected], { timeout: 15_000 })
      .catch(() => assert.fail(`the viewer is not at page ${expected}: ${page.url()}`));
    if (SCREENSHOTS) {
      mkdirSync(SCREENSHOTS, { recursive: true });
      await page.waitForTimeout(1000);
      await page.screenshot({ path: join(SCREENSHOTS, `kilde-${list}.png`) });
    }
    looked += 1;
  }
  assert.ok(looked > 0, "no quotation beyond a first page");
  await page.close();
});

test("a list comes as a workbook", async () => {
  const page = await open("/frister?month=2026-06");
  const waiting = page.waitForEvent("download");
  await page.getByRole("link", { name: "Excel" }).click();
  const download = await waiting;
  assert.equal(download.suggestedFilename(), "frister.xlsx");
  const bytes = readFileSync(await download.path());
  assert.equal(bytes.subarray(0, 2).toString(), "PK");
  for (const name of ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"]) {
    assert.ok(bytes.includes(name), name);
  }
  await page.close();
});

test("nothing is wider than a screen of 320 px", async () => {
  const page = await open("/", { width: 320 });
  for (const [name, address] of Object.entries(await pages())) {
    await page.goto(origin + address);
    const wide = await page.evaluate(() => ({
      page: document.documentElement.scrollWidth,
      what: [...document.querySelectorAll("main *")]
        .filter((one) => one.getBoundingClientRect().right > 321 && !one.closest(".wide"))
        .slice(0, 3)
        .map((one) => one.outerHTML.slice(0, 120)),
    }));
    assert.ok(wide.page <= 320, `${name}: ${wide.page} px ${wide.what.join("\n")}`);
  }
  await page.close();
});

test("text of twice the size fits, targets are large enough, and pages can be told apart", async () => {
  const titles = new Map();
  const told = [];
  for (const [name, address] of Object.entries(await pages())) {
    const page = await open(address);
    const found = await page.evaluate(() => {
      const wrong = [];
      const all = (what) => [...document.querySelectorAll(what)];
      const levels = all("h1, h2, h3, h4").map((one) => Number(one.tagName[1]));
      if (levels.filter((level) => level === 1).length !== 1) wrong.push("not one h1");
      levels.forEach((level, at) => {
        if (level > (levels[at - 1] ?? 0) + 1) wrong.push(`h${level} after h${levels[at - 1]}`);
      });
      for (const table of all("table")) {
        if (!table.caption && !table.closest("[aria-label]")) wrong.push("a table without a caption");
        if ([...table.querySelectorAll("th")].some((one) => !one.scope)) wrong.push("a th without a scope");
      }
      for (const one of all("a, button, input:not([type=hidden]), select, summary")) {
        const { width, height } = one.getBoundingClientRect();
        // Within a sentence a link is as high as the line.
        const inline = one.tagName === "A" && one.closest("p, li, dd, h3")?.textContent.trim() !== one.textContent.trim();
        if (width === 0 || inline || one.closest(".hidden")) continue;
        if (width < 24 || height < 24) wrong.push(`${Math.round(width)}×${Math.round(height)}: ${one.outerHTML.slice(0, 90)}`);
      }
      const focused = document.querySelector("main");
      if (getComputedStyle(document.querySelector(".top")).position !== "static" || !focused) {
        wrong.push("something may lie over what has the focus");
      }
      return wrong;
    });
    told.push(...found.slice(0, 5).map((one) => `${name}: ${one}`));
    const title = await page.title();
    if (titles.has(title)) told.push(`${name} and ${titles.get(title)} are both called ${title}`);
    titles.set(title, name);
    await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > 1280) told.push(`${name}: ${wide} px wide at twice the size`);
    await page.close();
  }
  assert.deepEqual(told, []);
});

test("on paper there is no navigation, nothing folded away is lost, and the address is told", async () => {
  const page = await open("/frister?month=2026-06&recipient=Kystetaten");
  await page.emulateMedia({ media: "print" });
  for (const what of [".top", "form", ".facets", ".downloads"]) {
    assert.equal(await page.locator(what).first().isVisible(), false, what);
  }
  assert.ok(await page.locator(".chips a").first().isVisible(), "what the list is narrowed to");
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  const address = await page.evaluate(() => getComputedStyle(document.body, "::after").content);
  assert.ok(address.includes("Skrevet ut fra"));
  assert.equal(await page.evaluate(() => document.body.dataset.address), page.url());
  await page.close();
});

test("axe finds nothing, in light and dark, wide and narrow", async () => {
  const told = [];
  for (const [name, address] of Object.entries(await pages())) {
    const page = await open(address);
    await page.evaluate(axe);
    for (const [dark, width] of [[false, 1280], [true, 1280], [true, 320], [false, 320]]) {
      await page.emulateMedia({ colorScheme: dark ? "dark" : "light" });
      await page.setViewportSize({ width, height: 900 });
      if (SCREENSHOTS) {
        mkdirSync(SCREENSHOTS, { recursive: true });
        const path = join(SCREENSHOTS, `${name}-${width}-${dark ? "dark" : "light"}.png`);
        await page.screenshot({ path, fullPage: true });
      }
      const found = await page.evaluate(() =>
        window.axe.run(document, {
          runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        }),
      );
      for (const one of found.violations) {
        const where = one.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.failureSummary}`);
        told.push(`${name} ${width} ${dark ? "dark" : "light"}: ${one.id}: ${where.join("\n    ")}`);
      }
    }
    await page.close();
  }
  assert.deepEqual(told, []);
});

test("it all works without a script", async () => {
  const plain = mkdtempSync(join(tmpdir(), "oppdrag-browser-"));
  const context = await chromium.launchPersistentContext(plain, {
    executablePath: CHROMIUM,
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    headless: true,
    javaScriptEnabled: false,
  });
  watch(context);
  try {
    const page = await context.newPage();
    await page.goto(`${origin}/`);
    await page.fill("#q", "plan");
    await page.getByRole("button", { name: "Søk" }).click();
    await page.waitForURL(/\?q=plan$/);
    assert.ok((await page.locator(".hit").count()) > 3);
    await page.locator(".hit h3 a").first().click();
    assert.ok((await page.locator("#sitat").innerText()).length > 20);
    await page.goto(`${origin}/frister?month=2026-06`);
    await page.fill("#recipient", "finnes ikke");
    await page.getByRole("button", { name: "Vis" }).click();
    await page.waitForURL(/recipient=finnes/);
    assert.match(await page.locator("main").innerText(), /Ingen frister her/);
  } finally {
    await context.close();
    rmSync(plain, { recursive: true, force: true });
  }
});

test("no page asks another host, breaks the policy, or stumbles", () => {
  assert.deepEqual(foreign, []);
  assert.deepEqual(complaints, []);
});
