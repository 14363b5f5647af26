// Removes from a CycloneDX list what is not linked: the tool resolves the whole workspace, so
// Leptos' dependencies for the server would also be listed for the browser. Usage: cargo tree
// --prefix none … | node sbom.mjs FILE

import { readFileSync, writeFileSync } from "node:fs";

const [path] = process.argv.slice(2);
const linked = new Set(
  readFileSync(0, "utf8")
    .split("\n")
    .map((line) => line.split(" ").slice(0, 2).join(" ")),
);

const list = JSON.parse(readFileSync(path, "utf8"));
const left = ({ name, version }) => linked.has(`${name} v${version}`);
const gone = new Set(list.components.filter((component) => !left(component)).map((component) => component["bom-ref"]));
list.components = list.components.filter(left);
list.dependencies = list.dependencies
  .filter(({ ref }) => !gone.has(ref))
  .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn?.filter((dependency) => !gone.has(dependency)) }));
if (list.components.length === 0) {
  console.error(`error: ${path} would be empty`);
  process.exit(1);
}
writeFileSync(path, JSON.stringify(list, null, 2));
