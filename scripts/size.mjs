// Measures a built site: each file's size, plain and as brotli, and whether JS + WASM stay within a
// budget. Uses Node's brotli, so that it needs no package. Usage: node size.mjs FOLDER [BUDGET]

import { readdirSync, readFileSync } from "node:fs";
import { extname, join, relative } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const [folder, budget] = process.argv.slice(2);

const brotli = (bytes) =>
  brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  }).length;

const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && [".js", ".wasm", ".css"].includes(extname(entry.name)))
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
  .map((path) => {
    const bytes = readFileSync(path);
    return { name: relative(folder, path), raw: bytes.length, brotli: brotli(bytes) };
  })
  .sort((a, b) => b.brotli - a.brotli);

const code = files.filter(({ name }) => !name.endsWith(".css"));
if (code.length === 0) {
  console.error(`error: no JS or WASM in ${folder}`);
  process.exit(1);
}

const sum = (key) => code.reduce((total, file) => total + file[key], 0);
const total = { name: "JS + WASM", raw: sum("raw"), brotli: sum("brotli") };

const row = (name, raw, packed) => console.log(`${raw.padStart(9)}  ${packed.padStart(9)}  ${name}`);
const number = (value) => value.toLocaleString("en");

row("", "raw", "brotli");
for (const { name, raw, brotli } of [...files, total]) row(name, number(raw), number(brotli));

if (budget) {
  const over = total.brotli - Number(budget);
  if (over > 0) {
    console.error(`error: JS + WASM are ${number(over)} bytes over the budget of ${number(Number(budget))}`);
    process.exit(1);
  }
  console.log(`within the budget of ${number(Number(budget))} bytes of brotli, ${number(-over)} to spare`);
}
