// The page as people use it, in a browser: node --test test/page.mjs, with the program in
// BIENBAN and the browser in CHROMIUM. With SHOTS it leaves pictures of the page there.
import AxeSource from "axe-core";
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { chromium } from "playwright-core";

const program = process.env.BIENBAN;
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const samples = "../../../samples/";
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const folder = mkdtempSync(join(tmpdir(), "bienban-page-"));

let server;
let address;

before(async () => {
  ({ process: server, url: address } = await serve());
});

after(() => {
  server.kill("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
});

/** serve starts the program, and gives the address of its page. */
async function serve(listen = "127.0.0.1:0") {
  const process_ = spawn(program, ["serve", "--listen", listen, "--json", "--no-open"], { stdio: ["ignore", "pipe", "ignore"], env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder } });
  const url = await new Promise((found, failed) => {
    process_.stdout.on("data", (line) => found(JSON.parse(String(line)).url));
    process_.on("exit", () => failed(new Error("the program has ended")));
  });
  return { process: process_, url };
}

/** open gives a page of a person who has never been here, in a browser of its own, and
 * holds it to what holds always: nothing from elsewhere, nothing forbidden, nothing broken. */
async function open(t, { viewport = { width: 1366, height: 768 }, profile = mkdtempSync(join(folder, "profile-")), locale = "vi-VN", url = address, expected = /status of (422|503)/ } = {}) {
  const context = await chromium.launchPersistentContext(profile, { executablePath, args, viewport, locale, acceptDownloads: true, permissions: ["clipboard-read", "clipboard-write"] });
  const problems = [];
  context.on("request", (r) => {
    if (!r.url().startsWith(url) && !r.url().startsWith("blob:" + url)) problems.push("asked " + r.url());
  });
  context.on("weberror", (e) => problems.push(String(e.error())));
  context.on("console", (m) => {
    if (m.type() === "error" && !expected.test(m.text())) problems.push(m.text());
  });
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(url);
  await page.locator("header").waitFor();
  t.after(async () => {
    await context.close().catch(() => {});
    assert.deepEqual(problems, []);
  });
  return page;
}

const drawn = (page) => page.locator(".scroller").evaluate((e) => Number(e.dataset.drawn ?? 0));

/** printed waits until the pages are those of the text, and gives their text by way of the PDF. */
async function printed(page, name = "out.pdf") {
  await page.waitForFunction(() => !document.querySelector(".scroller.stale") && document.querySelector(".sheet canvas"));
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /^(Tải PDF|PDF)$/ }).click()]);
  const path = join(folder, name);
  await download.saveAs(path);
  return execFileSync("pdftotext", [path, "-"], { encoding: "utf8" });
}

/** axe finds what people with other senses and hands could not use. */
async function accessible(page, what) {
  await page.evaluate(AxeSource.source);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  const bad = violations.filter((v) => v.impact === "serious" || v.impact === "critical");
  assert.deepEqual(bad.map((v) => `${what}: ${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`), []);
}

async function shot(page, name) {
  if (!process.env.SHOTS) return;
  mkdirSync(process.env.SHOTS, { recursive: true });
  await page.screenshot({ path: join(process.env.SHOTS, name + ".png") });
}

/** text is the YAML as the person would take it away. */
async function yaml(page) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /^(Tải YAML|YAML)$/ }).click()]);
  const path = join(folder, "taken.yaml");
  await download.saveAs(path);
  return readFileSync(path, "utf8");
}

async function example(page, title) {
  if (await page.locator("dialog").count()) await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Mở, tạo mới…" }).click();
  await page.getByRole("button", { name: title }).click();
  await page.locator(".sheet canvas").first().waitFor();
}

const group = (page, name) => page.locator("summary", { hasText: name });
const table = [
  ["STT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch", "Thực hiện", "Cùng kỳ", "% so với kế hoạch"],
  ["I", "Kinh tế", "", "", "", "", ""],
  ["1", "Thu ngân sách nhà nước trên địa bàn", "tỷ đồng", "28", "24,6", "19,85", "87,9"],
  ["2", "Sản lượng lương thực có hạt", "tấn", "6.248", "5.148", "5.020", "82,4"],
  ["II", "Văn hóa - xã hội", "", "", "", "", ""],
  ["1", "Tỷ lệ hộ dùng nước sạch", "%", "90", "88,7", "85,4", ""],
].map((row) => row.join("\t")).join("\r\n") + "\r\n";

/** holds looks for what the secretary wrote in the print. */
function holds(text) {
  for (const words of ["BIÊN BẢN", "Họp giao ban tháng 9", "ỦY BAN NHÂN DÂN", "05/BB-UBND", "08 giờ 00 phút", "Nguyễn Văn A", "Trần Thị B", "Thu ngân sách nhà nước trên địa bàn", "24,6", "5.148", "88,7", "Văn hóa - xã hội", "Các bộ phận tập trung"]) {
    assert.ok(text.replace(/\s+/g, " ").toLocaleLowerCase("vi").includes(words.toLocaleLowerCase("vi")), `“${words}” is not in:\n${text}`);
  }
}

test("a secretary's way, by mouse", async (t) => {
  const page = await open(t);
  await shot(page, "1-templates");
  await accessible(page, "templates");
  await page.getByRole("button", { name: /Biên bản cuộc họp/ }).click();
  await page.getByLabel("Tên cuộc họp").fill("Họp giao ban tháng 9");
  await page.getByLabel("Thể thức").selectOption({ label: "Cơ quan nhà nước" });
  await page.getByLabel("Cơ quan ban hành", { exact: true }).fill("Ủy ban nhân dân xã Tân Mẫu");
  await page.getByLabel("Số văn bản").fill("05");
  await page.getByLabel("Ký hiệu văn bản").fill("BB-UBND");
  await page.getByLabel("Bắt đầu", { exact: true }).fill("08:00 30/9/2026");
  await page.getByLabel("Địa điểm họp").fill("Phòng họp số 2");
  await group(page, "Thành phần").click();
  const chair = page.getByRole("group", { name: "Chủ trì, chủ tọa", exact: true });
  await chair.getByRole("button", { name: /Thêm/ }).click();
  await chair.getByLabel("Họ và tên").fill("Nguyễn Văn A");
  await chair.getByLabel("Chức vụ").fill("Chủ tịch");
  const secretary = page.getByRole("group", { name: "Thư ký, người ghi biên bản", exact: true });
  await secretary.getByRole("button", { name: /Thêm/ }).click();
  await secretary.getByLabel("Họ và tên").fill("Trần Thị B");
  await group(page, "Chỉ tiêu").click();
  await page.evaluate((text) => navigator.clipboard.writeText(text), table);
  await page.getByLabel("Dán bảng từ Excel vào đây").click();
  await page.keyboard.press("Control+V");
  await page.getByLabel("Chỉ tiêu, dòng 1").waitFor();
  await page.getByLabel("Tên biểu").fill("Kết quả thực hiện chỉ tiêu");
  await group(page, "Kết luận").click();
  await page.getByLabel("Kết luận").fill("Các bộ phận tập trung hoàn thành chỉ tiêu năm 2026.\n\n- việc thứ nhất;\n- việc thứ hai.");
  await group(page, "Ký tên").click();
  holds(await printed(page));
  await shot(page, "2-minutes");
  await accessible(page, "form");

  // Rows are moved by their handle, and a step of it undone.
  await group(page, "Nơi nhận").click();
  const recipients = page.getByRole("group", { name: "Nơi nhận", exact: true });
  for (const place of ["Đảng ủy xã", "Hội đồng nhân dân xã", "Lưu: VT"]) {
    await recipients.getByRole("button", { name: /Thêm/ }).last().click();
    await recipients.getByRole("textbox").last().fill(place);
  }
  await recipients.locator(".handle").nth(1).dragTo(recipients.locator(".entry").nth(0));
  assert.match(await yaml(page), /recipients:\n {2}- Hội đồng nhân dân xã\n {2}- Đảng ủy xã\n {2}- "Lưu: VT"\n/);
  await page.getByRole("button", { name: "Hoàn tác" }).click();
  assert.match(await yaml(page), /recipients:\n {2}- Đảng ủy xã\n {2}- Hội đồng nhân dân xã\n/);
  const [word] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Tải Word" }).click()]);
  assert.equal(word.suggestedFilename(), "hop-giao-ban-thang-9-bien-ban.docx");
});

test("the same way, by keyboard alone", async (t) => {
  const page = await open(t);
  const key = (k) => page.keyboard.press(k);
  const focused = () => page.evaluate(() => {
    const e = document.activeElement;
    const name = e.getAttribute("aria-label") ?? e.labels?.[0]?.textContent ?? e.textContent ?? "";
    const group = e.closest("fieldset")?.querySelector("legend")?.textContent ?? "";
    return { name: name.trim(), group, tag: e.tagName };
  });
  /** tab goes on until it is where the name says, as somebody does who looks at the screen. */
  const tab = async (name, within) => {
    for (let i = 0; i < 120; i++) {
      await key("Tab");
      const at = await focused();
      if ((name instanceof RegExp ? name.test(at.name) : at.name === name) && (!within || at.group === within)) return;
    }
    assert.fail(`no way to “${name}” by Tab`);
  };
  const type = (text) => page.keyboard.type(text);
  /** unfold opens a group, which is there a moment after the key. */
  const unfold = async (name) => {
    await tab(name);
    await key("Enter");
    await page.waitForFunction(() => document.activeElement.parentElement.querySelector(".fields"));
  };
  if (!/Biên bản cuộc họp/.test((await focused()).name)) await tab(/^Biên bản cuộc họp/);
  await key("Enter");
  await page.waitForFunction(() => document.activeElement?.labels?.[0]?.textContent === "Tên cuộc họp");
  await type("Họp giao ban tháng 9");
  await tab("Thể thức");
  await key("ArrowDown"); // the first that is not "as the template has it"
  await tab("Cơ quan ban hành");
  await type("Ủy ban nhân dân xã Tân Mẫu");
  await tab("Số văn bản");
  await type("05");
  await tab("Ký hiệu văn bản");
  await type("BB-UBND");
  await tab("Bắt đầu");
  await type("08:00 30/9/2026");
  await unfold(/^Thành phần/);
  await tab(/^\+ Thêm/, "Chủ trì, chủ tọa");
  await key("Enter");
  await page.waitForFunction(() => document.activeElement?.id === "f-chair.0.name");
  await type("Nguyễn Văn A");
  await tab("Chức vụ");
  await type("Chủ tịch");
  await tab(/^\+ Thêm/, "Thư ký, người ghi biên bản");
  await key("Enter");
  await page.waitForFunction(() => document.activeElement?.id === "f-secretary.0.name");
  await type("Trần Thị B");
  await unfold(/^Chỉ tiêu/);
  await tab("Dán bảng từ Excel vào đây");
  await page.evaluate((text) => navigator.clipboard.writeText(text), table); // as Ctrl+C in Excel does
  await key("Control+V");
  await page.waitForFunction(() => document.activeElement?.id === "f-indicators.0.title");
  await type("Kết quả thực hiện chỉ tiêu");

  // In the grid: to a cell by arrows, a row up, one in and out again, and all of it undone.
  await tab("Chỉ tiêu, dòng 1");
  await key("ArrowDown");
  await key("ArrowDown");
  assert.equal((await focused()).name, "Chỉ tiêu, dòng 3");
  const before = await page.evaluate(() => [...document.querySelectorAll(".sheet-grid .name input")].map((i) => i.value));
  await key("Alt+ArrowUp");
  await page.waitForFunction(() => document.activeElement?.closest("tr")?.id === "f-indicators.0.rows.0.rows.0");
  await key("Control+Z");
  await page.waitForFunction((names) => JSON.stringify([...document.querySelectorAll(".sheet-grid .name input")].map((i) => i.value)) === JSON.stringify(names), before);

  await unfold(/^Kết luận/);
  await tab("Kết luận");
  await type("Các bộ phận tập trung hoàn thành chỉ tiêu năm 2026.");
  await page.waitForFunction(() => !document.querySelector(".scroller.stale"));
  for (let i = 0; i < 200 && (await focused()).name !== "Tải PDF"; i++) await key("Shift+Tab");
  const [download] = await Promise.all([page.waitForEvent("download"), key("Enter")]);
  const path = join(folder, "keyboard.pdf");
  await download.saveAs(path);
  holds(execFileSync("pdftotext", [path, "-"], { encoding: "utf8" }));

  // Entries, by keys alone: one more, moved up, taken away.
  await unfold(/^Nơi nhận/);
  await tab(/^\+ Thêm/, "Nơi nhận");
  await key("Enter");
  const at = (id) => page.waitForFunction((id) => document.activeElement?.id === id, id);
  await at("f-recipients.0");
  await type("Đảng ủy xã");
  await key("Enter");
  await at("f-recipients.1");
  await type("Lưu: VT");
  await key("Alt+ArrowUp");
  await at("f-recipients.0");
  const entries = () => page.evaluate(() => [...document.querySelectorAll("[id^='f-recipients.'] textarea")].map((e) => e.value));
  assert.deepEqual(await entries(), ["Lưu: VT", "Đảng ủy xã"]);
  await key("Control+Shift+Delete");
  await page.waitForFunction(() => document.querySelectorAll("[id^='f-recipients.'] textarea").length === 1);
  assert.deepEqual(await entries(), ["Đảng ủy xã"]);
  await key("Control+Z");
  await page.waitForFunction(() => document.querySelectorAll("[id^='f-recipients.'] textarea").length === 2);
});

test("a reload, and a browser that dies, lose nothing", async (t) => {
  const profile = mkdtempSync(join(folder, "profile-"));
  const page = await open(t, { profile });
  await example(page, /Phiên họp thường kỳ/);
  await page.getByLabel("Tên cuộc họp").fill("Phiên họp đã sửa");
  await page.reload(); // at once: the store may not have it yet
  await page.locator(".sheet canvas").first().waitFor();
  assert.equal(await page.getByLabel("Tên cuộc họp").inputValue(), "Phiên họp đã sửa");
  await page.getByLabel("Địa điểm họp").fill("Hội trường mới");
  while (!(await page.evaluate(async () => {
    const open = indexedDB.open("bienban");
    const db = await new Promise((done) => (open.onsuccess = () => done(open.result)));
    const all = await new Promise((done) => { const r = db.transaction("work").objectStore("work").getAll(); r.onsuccess = () => done(r.result); });
    db.close();
    return all.some((w) => w.text.includes("Hội trường mới"));
  })));
  await page.getByRole("button", { name: "Hoàn tác" }).isEnabled();
  execFileSync("pkill", ["-9", "-f", profile]); // the browser dies
  await page.context().close().catch(() => {});
  const again = await open(t, { profile });
  await again.locator(".sheet canvas").first().waitFor();
  assert.equal(await again.getByLabel("Tên cuộc họp").inputValue(), "Phiên họp đã sửa");
  assert.equal(await again.getByLabel("Địa điểm họp").inputValue(), "Hội trường mới");
  await again.getByRole("button", { name: "Hoàn tác" }).click(); // undo has come along
  assert.notEqual(await again.getByLabel("Địa điểm họp").inputValue(), "Hội trường mới");

  // Another tab does not write over this one; what was opened before can be opened again.
  const other = await again.context().newPage();
  await other.goto(address);
  await other.getByRole("button", { name: /Biên bản cuộc họp/ }).click();
  await other.getByLabel("Tên cuộc họp").fill("Bản ở thẻ khác");
  await other.reload();
  await other.locator(".sheet canvas").first().waitFor();
  assert.equal(await other.getByLabel("Tên cuộc họp").inputValue(), "Bản ở thẻ khác");
  assert.equal(await again.getByLabel("Tên cuộc họp").inputValue(), "Phiên họp đã sửa");
});

test("form and YAML are one, and comments stay", async (t) => {
  const page = await open(t);
  await example(page, /Phiên họp thường kỳ/);
  const original = readFileSync(samples + "bien-ban-phien-hop-ubnd-xa.yaml", "utf8");
  assert.equal(await yaml(page), original);
  await page.getByLabel("Địa điểm họp").fill("Hội trường");
  assert.equal(await yaml(page), original.replace(/^venue: .*$/m, "venue: Hội trường"));
  await page.getByRole("tab", { name: "YAML" }).click();
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+Home");
  for (let i = 0; i < 7; i++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Home");
  await page.keyboard.type("lead: Dòng dẫn\n");
  await page.getByRole("tab", { name: "Biểu mẫu" }).click();
  assert.equal(await page.getByLabel("Sa-pô").inputValue(), "Dòng dẫn");

  // Completion, and a finding that is underlined, listed and leads to its field.
  await page.getByRole("tab", { name: "YAML" }).click();
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("\nbas");
  assert.equal(await page.locator(".cm-tooltip-autocomplete li").count(), 0); // it has them already
  for (let i = 0; i < 4; i++) await page.keyboard.press("Backspace");
  await page.keyboard.type("\naut");
  await page.locator(".cm-tooltip-autocomplete li", { hasText: "authors" }).first().waitFor();
  await page.keyboard.press("Escape");
  for (let i = 0; i < 4; i++) await page.keyboard.press("Backspace");
  await page.getByRole("tab", { name: "Biểu mẫu" }).click();
  await page.getByLabel("Bắt đầu", { exact: true }).fill("hôm qua");
  const finding = page.locator(".finding", { hasText: "hôm qua" });
  await finding.waitFor();
  assert.equal(await page.getByRole("button", { name: "Tải PDF" }).isDisabled(), true);
  await group(page, "Thời gian").click(); // closed
  await finding.click();
  await page.waitForFunction(() => document.activeElement?.id === "f-start");
  assert.equal(await page.getByLabel("Bắt đầu", { exact: true }).getAttribute("aria-invalid"), "true");
  await shot(page, "3-finding");
  await accessible(page, "findings");
  await page.getByRole("tab", { name: "YAML" }).click();
  await finding.click();
  await page.locator(".cm-lintRange-error").waitFor();
  assert.ok(await page.evaluate(() => document.querySelector(".editor > div").shadowRoot.activeElement !== null));
  await accessible(page, "yaml");
  await shot(page, "4-yaml");
});

test("a template of one's own", async (t) => {
  const page = await open(t);
  await example(page, /Phiên họp thường kỳ/);
  const choose = async (path) => {
    await page.getByRole("button", { name: "Mẫu văn bản…" }).click();
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByRole("button", { name: /Mẫu Word của bạn/ }).click()]);
    await chooser.setFiles(path);
    await page.getByRole("heading", { name: /Mẫu của bạn/ }).waitFor();
  };
  const bad = join(folder, "mau-hong.docx");
  writeFileSync(bad, "PK\x03\x04 không phải Word");
  await choose(bad);
  await page.getByText("Mẫu có lỗi").waitFor();
  assert.equal(await page.getByRole("button", { name: "Dùng mẫu này" }).count(), 0);
  await accessible(page, "a broken template");
  await page.getByRole("button", { name: "Đóng" }).last().click();
  const own = join(folder, "mau-cua-toi.docx");
  copyFileSync("../../../templates/thong-bao-ket-luan.docx", own);
  await choose(own);
  await page.getByRole("button", { name: "Dùng mẫu này" }).click();
  await page.getByRole("button", { name: "mau-cua-toi.docx" }).waitFor();
  const text = await printed(page);
  assert.match(text, /THÔNG BÁO/);
  assert.match(await yaml(page), /documents:\n {2}mau-cua-toi.docx:\n {4}number: 05\n {4}symbol: BB-UBND/);
  await page.reload();
  await page.getByRole("button", { name: "mau-cua-toi.docx" }).waitFor();
});

test("a template of one's own to start with", async (t) => {
  const page = await open(t);
  const own = join(folder, "mẫu #1 'mới'.docx"); // a name that YAML takes in quotes only
  copyFileSync("../../../templates/bien-ban.docx", own);
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByRole("button", { name: /Mẫu Word của bạn/ }).click()]);
  await chooser.setFiles(own);
  await page.getByRole("button", { name: "Dùng mẫu này" }).click();
  await page.waitForFunction(() => document.activeElement?.id === "f-title");
  await page.keyboard.type("Họp");
  assert.match(await printed(page), /BIÊN BẢN\s+Họp/);
});

test("with a token", async (t) => {
  const own = spawn(program, ["serve", "--listen", "127.0.0.1:0", "--json", "--no-open"], { stdio: ["ignore", "pipe", "ignore"], env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, BIENBAN_TOKEN: "ma+truy" } });
  t.after(() => own.kill("SIGTERM"));
  const url = await new Promise((found) => own.stdout.on("data", (line) => found(JSON.parse(String(line)).url)));
  const context = await chromium.launchPersistentContext(mkdtempSync(join(folder, "profile-")), { executablePath, args });
  t.after(() => context.close());
  const page = context.pages()[0];
  await page.goto(url + "#token=" + encodeURIComponent("ma+truy"));
  await page.getByRole("button", { name: /Biên bản cuộc họp|Minutes of a meeting/ }).waitFor();
  assert.equal(await page.evaluate(() => location.hash), ""); // not for the history
  const other = await context.newPage();
  other.on("dialog", (d) => void d.accept("ma+truy"));
  await other.goto(url); // asks for it
  await other.getByRole("button", { name: /Biên bản cuộc họp|Minutes of a meeting/ }).waitFor();
});

test("a batch of 50", async (t) => {
  const page = await open(t);
  await page.keyboard.press("Escape");
  const source = join(folder, "hop");
  mkdirSync(join(source, "thang-9"), { recursive: true });
  for (let i = 1; i <= 50; i++) writeFileSync(join(source, "thang-9", `hop-${i}.yaml`), `title: Cuộc họp số ${i}\nsections:\n  - text: Nội dung ${i}.\ndocuments: bien-ban\n`);
  writeFileSync(join(source, "hong.yaml"), "title: Hỏng\nchiar: A\n");
  await page.getByRole("button", { name: "Mở, tạo mới…" }).click();
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByRole("button", { name: /Cả thư mục/ }).click()]);
  await chooser.setFiles(source);
  await page.getByText("51 cuộc họp").waitFor();
  await accessible(page, "batch");
  await page.getByRole("button", { name: "Tạo văn bản" }).click();
  await page.getByText("1 tệp có lỗi").waitFor();
  assert.equal(await page.getByText("51/51").count(), 1);
  await page.locator(".report li", { hasText: "chiar" }).waitFor();
  await shot(page, "5-batch");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Tải tất cả (zip)" }).click()]);
  const path = join(folder, "all.zip");
  await download.saveAs(path);
  const list = execFileSync("python3", ["-c", "import sys,zipfile; print('\\n'.join(zipfile.ZipFile(sys.argv[1]).namelist()))", path], { encoding: "utf8" }).trim().split("\n");
  assert.equal(list.filter((name) => name.endsWith(".docx")).length, 50);
  assert.equal(list.filter((name) => name.endsWith(".pdf")).length, 50);
  assert.ok(list.includes("hop/thang-9/hop-7-bien-ban.pdf"), list.join("\n"));
});

test("files that are dropped", async (t) => {
  const page = await open(t);
  await page.keyboard.press("Escape");
  const drop = (files) => page.evaluate((files) => {
    const data = new DataTransfer();
    for (const [name, text] of files) data.items.add(new File([text], name));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, files);
  await drop([["hop.yaml", "title: Thả vào đây\n"]]);
  await page.waitForFunction(() => document.getElementById("f-title")?.value === "Thả vào đây");
  await drop([["bang.csv", "Chỉ tiêu,Đơn vị,Thực hiện\nThu ngân sách,tỷ đồng,\"24,6\"\n"], ["hai.yaml", "title: Có bảng\nindicators:\n  - rows_from: bang.csv\n"]]);
  await page.waitForFunction(() => document.getElementById("f-title")?.value === "Có bảng");
  assert.match(await printed(page), /Thu ngân sách/);
  await page.getByRole("button", { name: "Mở, tạo mới…" }).click();
  await page.getByRole("button", { name: "Cuộc họp mới" }).click();
  await page.getByRole("button", { name: /Giấy mời họp/ }).click();
  await page.waitForFunction(() => document.activeElement?.id === "f-title"); // ready to be typed into
  await page.keyboard.type("Họp chi bộ");
  assert.match(await printed(page), /GIẤY MỜI\s+Họp chi bộ/);
  await page.locator("summary", { hasText: "Chỉ tiêu" }).getByText("mẫu này không in").waitFor();
  await page.locator('label[for="f-lead"]').getByText("mẫu này không in").waitFor(); // a field by itself
  await page.getByRole("button", { name: "Mở, tạo mới…" }).click();
  await page.getByRole("button", { name: "Cuộc họp mới" }).click();
  await page.getByRole("button", { name: /Bản tin tóm tắt/ }).click();
  await page.waitForFunction(() => document.activeElement?.id === "f-title");
  await page.keyboard.type("Họp chi bộ");
  await printed(page);
  await page.locator("summary", { hasText: "Biểu quyết" }).getByText("mẫu này không in").waitFor();
  assert.equal(await page.locator("summary", { hasText: "Chỉ tiêu" }).getByText("mẫu này không in").count(), 0); // a briefing prints tables
  assert.equal(await page.locator('label[for="f-lead"]').getByText("mẫu này không in").count(), 0);
  await drop([["ghi-chu.csv", "a,b\n"], ["một.docx", "PK"], ["hai.docx", "PK"]]);
  await page.getByText("chưa nhận: hai.docx").waitFor(); // nothing goes in silence
  await page.getByRole("heading", { name: "Mẫu của bạn: một.docx" }).waitFor();
  await page.keyboard.press("Escape");
  await drop([["a.yaml", "title: A\n"], ["b.yaml", "title: B\n"]]);
  await page.getByText("2 cuộc họp").waitFor();
});

test("several documents of one meeting", async (t) => {
  const page = await open(t);
  await example(page, /phòng, chống thiên tai/);
  const tabs = page.getByRole("group", { name: "Văn bản", exact: true });
  const before = await yaml(page);
  await tabs.getByRole("button", { name: "Thêm văn bản" }).click();
  await page.getByRole("button", { name: /^Bản tin tóm tắt/ }).click();
  await tabs.getByRole("button", { name: /^Bản tin tóm tắt/, pressed: true }).waitFor();
  assert.match(await yaml(page), /\n {2}tom-tat:\n$/);
  await tabs.getByRole("button", { name: "Bỏ văn bản này" }).click();
  await tabs.getByRole("button", { name: /^Bản tin tóm tắt/ }).waitFor({ state: "detached" });
  assert.equal(await yaml(page), before); // but for the document nothing has changed
  await tabs.getByRole("button", { name: /^Thông báo kết luận/ }).click();
  await page.getByLabel("Số văn bản").fill("77"); // the number of this document
  assert.match(await printed(page), /77\/TB-UBND/);
  const after = await yaml(page);
  assert.equal(after.split("\n").filter((line, i) => line !== before.split("\n")[i]).length, 1, after);
});

test("a table that is pasted with the cursor nowhere, and cells into a table", async (t) => {
  const page = await open(t);
  await page.getByRole("button", { name: /Biên bản cuộc họp/ }).click();
  await page.getByLabel("Tên cuộc họp").fill("Họp");
  await page.locator(".brand").click();
  await page.evaluate((text) => navigator.clipboard.writeText(text), table);
  await page.keyboard.press("Control+V");
  const cell = (row, column) => page.locator(`[data-cell="${row},${column}"]`);
  await cell(4, 0).waitFor();
  assert.equal(await cell(4, 0).inputValue(), "Tỷ lệ hộ dùng nước sạch");
  await page.evaluate(() => navigator.clipboard.writeText("1,5\t2,5\n3,5\t4,5\n5,5\t\"6,\n5\""));
  await cell(3, 2).click();
  await page.keyboard.press("Control+V");
  await cell(5, 2).waitFor(); // a row more than there were
  assert.deepEqual(await Promise.all([cell(3, 2), cell(3, 3), cell(4, 2), cell(4, 3), cell(5, 2)].map((c) => c.inputValue())), ["1,5", "2,5", "3,5", "4,5", "5,5"]);
  await page.keyboard.press("Control+Z");
  await cell(5, 2).waitFor({ state: "detached" });
  assert.equal(await cell(4, 2).inputValue(), "90");
});

/** pasteInto puts a text on the clipboard and pastes it into a field. */
async function pasteInto(page, field, text) {
  await page.evaluate((t) => navigator.clipboard.writeText(t), text);
  await field.click();
  await page.keyboard.press("Control+V");
}

test("lines that are typed stay", async (t) => {
  const page = await open(t);
  await page.getByRole("button", { name: /Biên bản cuộc họp/ }).click();
  await page.getByLabel("Tên cuộc họp").fill("Họp");
  await group(page, "Kết luận").click();
  const area = page.locator('[id="f-conclusion"]');
  await area.click();
  const lines = ["1. Thống nhất thông qua báo cáo.", "2. Giao Phòng Kinh tế.", "", "3. Văn phòng theo dõi."];
  for (const [i, line] of lines.entries()) {
    if (i > 0) await page.keyboard.press("Enter");
    await page.keyboard.type(line);
    await page.waitForFunction(() => document.querySelector(".scroller canvas") && !document.querySelector(".scroller.stale")); // other renderings come between
    assert.equal(await area.inputValue(), lines.slice(0, i + 1).join("\n"));
  }
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+Z"); // undoes what was typed, and the field shows it
  assert.ok(lines.join("\n").startsWith((await area.inputValue()).trimEnd()));
  await page.keyboard.press("Control+Y");
  await page.getByLabel("Tên cuộc họp").click();
  assert.equal(await area.inputValue(), lines.join("\n"));
  assert.ok((await yaml(page)).includes("  2. Giao Phòng Kinh tế.\n\n  3. Văn phòng theo dõi.\n"));
});

test("a list that is pasted becomes entries", async (t) => {
  const page = await open(t);
  await page.getByRole("button", { name: /Biên bản cuộc họp/ }).click();
  await page.getByLabel("Tên cuộc họp").fill("Họp");
  const list = (name) => page.getByRole("group", { name, exact: true });
  const add = async (name) => {
    await list(name).getByRole("button", { name: /Thêm/ }).last().click();
    return list(name).locator("input:not(.picker), textarea").first();
  };
  await group(page, "Nơi nhận").click();
  await pasteInto(page, await add("Nơi nhận"), "- Như trên;\n- Đảng ủy xã;\n- Lưu: VT.\n");
  await list("Nơi nhận").locator(".entry").nth(2).waitFor();
  await group(page, "Thành phần").click();
  await pasteInto(page, await add("Chủ trì, chủ tọa"), "STT\tHọ và tên\tChức vụ\n1\tNguyễn Văn A\tChủ tịch\n2\tTrần Thị B\tPhó Chủ tịch\n");
  await list("Chủ trì, chủ tọa").locator(".entry").nth(1).waitFor();
  await group(page, "Nhiệm vụ").click();
  await pasteInto(page, await add("Nhiệm vụ"), "1. Rà soát hồ sơ\n2. Báo cáo kết quả");
  await list("Nhiệm vụ").locator(".entry").nth(1).waitFor();
  // What may be prose is asked about, once.
  await group(page, "Nội dung").click();
  const first = await add("Chương trình");
  await pasteInto(page, first, "Khai mạc.\nthảo luận và\nbế mạc.");
  await accessible(page, "asked");
  await page.getByRole("button", { name: "Để nguyên một mục" }).click();
  assert.equal(await list("Chương trình").locator(".entry").count(), 1);
  assert.ok((await first.inputValue()).includes("thảo luận và"));
  await page.getByRole("button", { name: "Hoàn tác" }).click();
  await pasteInto(page, first, "Khai mạc.\nthảo luận.\nBế mạc.");
  await page.getByRole("button", { name: "Tách thành 3 mục" }).click();
  await list("Chương trình").locator(".entry").nth(2).waitFor();
  const text = await yaml(page);
  for (const part of ["recipients:\n  - Như trên;\n  - Đảng ủy xã;\n  - \"Lưu: VT.\"\n", "name: Nguyễn Văn A\n    position: Chủ tịch\n", "content: Rà soát hồ sơ\n", "- Khai mạc.\n  - thảo luận.\n  - Bế mạc.\n"]) {
    assert.ok(text.includes(part), `${part} is not in\n${text}`);
  }
});

test("nothing is red before the first key; what is missing leads to its field", async (t) => {
  const page = await open(t);
  const checked = page.waitForResponse((r) => r.url().endsWith("/api/v1/render"));
  await page.getByRole("button", { name: /Biên bản cuộc họp/ }).click();
  await checked;
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))); // it is shown
  assert.equal(await page.locator("[aria-invalid], .mark.error, .problem").count(), 0);
  await page.getByLabel("Tên cuộc họp").fill("Họp");
  const findings = page.locator(".findings");
  const venue = findings.getByRole("button", { name: "Địa điểm họp", exact: true });
  await findings.locator("summary", { hasText: "lưu ý" }).click(); // of what was typed: a title that is missing is an error
  await venue.waitFor();
  assert.ok(!/venue|recipients/.test(await findings.innerText()));
  await shot(page, "missing");
  await venue.click();
  await page.waitForFunction(() => document.activeElement?.id === "f-venue");
});

test("the panel of findings stays open under the pointer", async (t) => {
  const page = await open(t);
  // The answers are held until the test lets them through, one by one.
  const held = [];
  let waiting;
  await page.route(/\/api\/v1\/(render|check)$/, (route) => {
    held.push(route);
    waiting?.();
  });
  const next = async () => {
    while (held.length === 0) await new Promise((done) => (waiting = done));
    return held.shift();
  };
  const settle = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const through = async (ours) => {
    for (;;) {
      const route = await next();
      const mine = ours(route.request());
      const answered = page.waitForResponse((r) => r.request() === route.request()).catch(() => undefined);
      await route.continue().catch(() => undefined); // it may be given up already
      if (mine) {
        await (await answered)?.finished();
        return settle();
      }
    }
  };
  const of = (path, text) => (r) => r.url().endsWith(path) && (r.postData() ?? "").includes(text);
  await page.getByRole("button", { name: /Biên bản cuộc họp/ }).click();
  await through(of("/render", "title"));
  // After the first key nothing is told before it is known: neither the text before is, nor that there is no error.
  const findings = page.locator(".findings");
  await page.getByLabel("Tên cuộc họp").fill("Họp");
  await settle();
  assert.equal(await findings.count(), 0);
  await through(of("/render", "Họp"));
  const panel = findings.locator("summary");
  await panel.waitFor();
  assert.equal(await panel.locator(".error").count(), 0);
  // Opened by hand, it stays open whatever is found then.
  await panel.click();
  await through(of("/check", "Họp"));
  assert.equal(await findings.evaluate((e) => e.open), true);
  // It opens for an error, and stays when that is mended.
  await panel.click();
  assert.equal(await findings.evaluate((e) => e.open), false);
  await page.getByLabel("Tên cuộc họp").fill("");
  await page.getByLabel("Địa điểm họp").fill("Hội trường");
  await through(of("/render", "Hội trường"));
  await findings.locator(".mark.error").waitFor();
  assert.equal(await findings.evaluate((e) => e.open), true);
  await page.getByLabel("Tên cuộc họp").fill("Họp lần hai");
  await settle();
  assert.equal(await findings.evaluate((e) => e.open), true);
  await through(of("/render", "lần hai"));
  assert.equal(await findings.locator(".mark.error").count(), 0);
  assert.equal(await findings.evaluate((e) => e.open), true);
  await page.unroute(/\/api\/v1\/(render|check)$/);
});

test("the program goes and comes back", async (t) => {
  const own = await serve();
  const page = await open(t, { url: own.url, expected: /./ });
  await page.getByRole("button", { name: /Biên bản cuộc họp/ }).click();
  await page.getByLabel("Tên cuộc họp").fill("Họp");
  await page.locator(".sheet canvas").first().waitFor();
  own.process.kill("SIGTERM");
  await page.getByRole("alert").waitFor();
  await page.getByLabel("Tên cuộc họp").fill("Họp giữa chừng");
  const again = await serve(new URL(own.url).host);
  t.after(() => again.process.kill("SIGTERM"));
  await page.getByRole("alert").waitFor({ state: "detached" });
  assert.match(await printed(page), /Họp giữa chừng/);
});

test("English", async (t) => {
  const page = await open(t);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "English" }).click();
  await page.getByLabel("Name of the meeting").fill("Board meeting");
  await page.getByRole("button", { name: "PDF", exact: true }).waitFor();
  await page.locator("summary", { hasText: "Time and place" }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  assert.match(await printed(page), /Board meeting/i);
  await page.reload();
  await page.locator("summary", { hasText: "Time and place" }).waitFor();
});

test("from the last key to new pages", async (t) => {
  const page = await open(t);
  await example(page, /Chi Lăng/);
  await group(page, "Nội dung").click();
  const fields = [page.getByLabel("Tên cuộc họp"), page.getByLabel("Sa-pô"), page.getByLabel("Nội dung").first()];
  const place = await page.locator(".scroller").evaluate((e) => (e.scrollTop = 250));
  const times = [];
  for (let i = 0; i < 50; i++) {
    await fields[i % fields.length].click();
    await page.keyboard.press("Control+End");
    const before = await drawn(page);
    await page.evaluate(() => document.addEventListener("keydown", (e) => (globalThis.pressed = e.timeStamp), { capture: true }));
    const done = page.evaluate((n) => new Promise((told) => {
      const scroller = document.querySelector(".scroller");
      const look = () => Number(scroller.dataset.drawn ?? 0) > n && requestAnimationFrame(() => told(performance.now() - globalThis.pressed));
      new MutationObserver(look).observe(scroller, { attributes: true });
    }), before);
    await page.keyboard.type(" " + "abcdefghij"[i % 10]);
    times.push(await done);
  }
  assert.equal(await page.locator(".scroller").evaluate((e) => e.scrollTop), place); // where the person was reading
  times.sort((a, b) => a - b);
  const median = times[25];
  const high = times[47];
  t.diagnostic(`median ${median.toFixed(0)} ms, 95th percentile ${high.toFixed(0)} ms, most ${times[49].toFixed(0)} ms`);
  assert.ok(median < 300 && high < 600, `${median} ${high}`);
});

test("on a large screen", async (t) => {
  const page = await open(t, { viewport: { width: 1920, height: 1080 } });
  await example(page, /Phiên họp thường kỳ/);
  await group(page, "Chỉ tiêu").click();
  await page.locator(".sheet-grid").scrollIntoViewIfNeeded();
  await shot(page, "6-large");
  await page.getByRole("button", { name: "Trợ giúp" }).click();
  await accessible(page, "help");
  await shot(page, "7-help");
});
