#!/usr/bin/env bash
# easy-template-x 7.2.8: "Owner: {owner}, by Friday." with a value of two lines comes out as "Owner: An, by Friday."
# and "Binh" below it. One would guess that what follows the tag follows the value, "Owner: An" and "Binh, by
# Friday.", as docxtemplater 3.71.0 has it. The lines after the first go behind the whole run
# that the tag stands in, so that where a sentence ends depends on where its formatting changes.
#
# Needs Node.js 20 with npm. Installs the packages in a temporary folder. Fails if the behaviour has changed.
set -euo pipefail
version=7.2.8
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent "easy-template-x@$version" jszip@3.10.1 >/dev/null
cat >finding.mjs <<'JS'
import JSZip from "jszip";
import { TemplateHandler } from "easy-template-x";

const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packages = "http://schemas.openxmlformats.org/package/2006";
const template = new JSZip();
template.file("[Content_Types].xml", `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`);
template.file("_rels/.rels", `<Relationships xmlns="${packages}/relationships"><Relationship Id="d" Type="${office}/officeDocument" Target="word/document.xml"/></Relationships>`);
template.file("word/document.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>
<w:t xml:space="preserve">Owner: {owner}, by Friday.</w:t></w:r></w:p></w:body></w:document>`);
const made = await new TemplateHandler().process(await template.generateAsync({ type: "nodebuffer" }), { owner: "An\nBinh" });
const xml = await (await JSZip.loadAsync(made)).file("word/document.xml").async("string");
console.log(xml.replace(/<w:br\/>/g, " / ").replace(/<[^>]*>/g, "").replace(/\s+/g, " ").trim());
JS
seen=$(node finding.mjs)
printf 'easy-template-x %s\n%s\n' "$version" "$seen"
[ "$seen" = 'Owner: An, by Friday. / Binh' ] || { echo "the behaviour has changed" >&2; exit 1; }
