// Builds the page into dist: node build.mjs; its tests into build: node build.mjs --test.
// The same sources give the same bytes.
import * as esbuild from "esbuild";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";

if (process.argv.includes("--test")) {
  await esbuild.build({
    entryPoints: readdirSync("test").filter((name) => name.endsWith(".test.ts")).map((name) => "test/" + name),
    outdir: "build", bundle: true, platform: "node", format: "esm", packages: "external", outExtension: { ".js": ".mjs" }, sourcemap: "inline",
  });
} else {
  rmSync("dist", { recursive: true, force: true });
  mkdirSync("dist");
  const { metafile } = await esbuild.build({
    entryPoints: { app: "src/main.tsx", "pdf.worker": "pdfjs-dist/legacy/build/pdf.worker.min.mjs" },
    outdir: "dist", bundle: true, minify: true, format: "esm", target: ["chrome109", "firefox115", "safari16.4"], jsx: "automatic", jsxImportSource: "preact",
    charset: "utf8", legalComments: "none", metafile: true, logLevel: "warning",
    supported: { "top-level-await": true },
  });
  await esbuild.build({ entryPoints: ["src/app.css"], outdir: "dist", minify: true, charset: "utf8" });
  for (const name of ["index.html", "icon.svg"]) copyFileSync("src/" + name, "dist/" + name);
  writeFileSync("dist/LICENSES.txt", licences(Object.keys(metafile.inputs)));
}

/** licences are those of all packages that went in. */
function licences(inputs) {
  const names = new Set(inputs.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]).filter(Boolean));
  return [...names].sort().map((name) => {
    const folder = "node_modules/" + name + "/";
    const about = JSON.parse(readFileSync(folder + "package.json", "utf8"));
    const file = ["LICENSE", "LICENSE.md", "LICENCE", "LICENSE.txt"].find((f) => existsSync(folder + f));
    if (!file) throw new Error(`${name} has no licence file`);
    return `${name} ${about.version} (${about.license})\n\n${readFileSync(folder + file, "utf8").trim()}\n`;
  }).join("\n" + "-".repeat(80) + "\n\n");
}
