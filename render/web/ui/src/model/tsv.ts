/** parseTSV reads what spreadsheets put on the clipboard: cells that hold tabs, line ends or
 * quotes are in quotes. */
export function parseTSV(text: string): string[][] {
  const rows: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/gy;
  const body = text.replace(/(\r\n|\r|\n)$/, "");
  for (let m = cell.exec(body); m; m = cell.exec(body)) {
    rows.at(-1)!.push(m[1] !== undefined ? m[1].replaceAll('""', '"') : m[2]!);
    if (m[3] === "") break;
    if (m[3] !== "\t") rows.push([]);
  }
  return rows;
}
