import assert from "node:assert/strict";
import test from "node:test";
import { parseTSV } from "../src/model/tsv";

test("what spreadsheets put on the clipboard", () => {
  const cases: [text: string, want: string[][]][] = [
    ["a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]],
    ["a\tb", [["a", "b"]]],
    ["\ta\n\n", [["", "a"], [""]]],
    ['"a\nb"\t"c\t""d"""\n', [["a\nb", 'c\t"d"']]],
    ['5" ống\tb\n', [['5" ống', "b"]]],
    ['"dở dang\tb\n', [['"dở dang', "b"]]],
    ["", [[""]]],
  ];
  for (const [text, want] of cases) assert.deepEqual(parseTSV(text), want, JSON.stringify(text));
});
