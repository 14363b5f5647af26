// Bundles the style as cargo-leptos does. Usage: node style.mjs INPUT OUTPUT

import { writeFileSync } from "node:fs";
import browserslist from "browserslist";
import { browserslistToTargets, bundle } from "lightningcss";

const [input, output] = process.argv.slice(2);

// As `browserquery` in Cargo.toml.
const targets = browserslistToTargets(browserslist("defaults"));
writeFileSync(output, bundle({ filename: input, targets }).code);
