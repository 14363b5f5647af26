// Stripe's own definitions, as the library's type files hold them: endpoints, their parameters, the fields of objects.
// The files are generated and regular, which makes a reader of lines enough; the compiler's own API is not stable yet.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const RESOURCES = fileURLToPath(new URL('node_modules/stripe/esm/resources', import.meta.url));

// Full name to `{ kind: 'interface', fields } | { kind: 'type', text }`, and what is the same under another name.
const declared = new Map();
// `{ method, path, params, answer, scope }`: the full name of the parameters' type, and the answer's to be read in `scope`.
const endpoints = [];

const withoutComments = (text) => text.replace(/\/\*[\s\S]*?\*\//g, '');

function readTypes(file, folder) {
  const scope = folder === '' ? [] : folder.split('/');
  let open = [];
  const methods = new Map();
  for (const raw of withoutComments(readFileSync(file, 'utf8')).split('\n')) {
    const line = raw.trim();
    const name = [...scope, ...open.map(({ name }) => name)].filter(Boolean);
    let found;
    if ((found = line.match(/^(?:export )?(?:declare )?interface (\w+)(?:<.*>)?(?: extends ([\w., ]+))? \{(\})?$/))) {
      const parents = (found[2] ?? '').split(',').map((parent) => parent.trim()).filter(Boolean);
      const full = [...name, found[1]].join('.');
      const fields = declared.get(full)?.fields ?? new Map();
      declared.set(full, { kind: 'interface', fields, parents });
      if (!found[3]) open.push({ name: found[1], fields });
    } else if ((found = line.match(/^(?:export )?(?:declare )?namespace (\w+) \{$/))) {
      open.push({ name: found[1] });
    } else if ((found = line.match(/^(?:export )?(?:declare )?type (\w+)(?:<.*>)? = (.*);$/))) {
      declared.set([...name, found[1]].join('.'), { kind: 'type', text: found[2] });
    } else if (/^(export )?declare (abstract )?class /.test(line) && line.endsWith('{')) {
      open.push({ name: '', isClass: true });
    } else if (/^\}[>;| null]*$/.test(line)) {
      open.pop();
    } else if (open.at(-1)?.isClass && (found = line.match(/^(\w+)\((.*)\): (.*);$/))) {
      const params = found[2].match(/params\??: ([\w.]+)/);
      methods.set(found[1], { params: params?.[1], answer: found[3] });
    } else if ((found = line.match(/^'?([\w.$-]+)'?(\?)?: (.*);$/)) && open.at(-1)?.fields) {
      open.at(-1).fields.set(found[1], { text: found[3], isOptional: found[2] === '?' });
    } else if (open.at(-1)?.fields && (found = line.match(/^(\w+)(\?)?: (?:Array<)?\{$/))) {
      // A hash of any keys: what it is to hold stands on a line of its own.
      const field = { text: 'hash', isOptional: found[2] === '?' };
      open.at(-1).fields.set(found[1], field);
      open.push({ name: '', anyKey: field });
    } else if (open.at(-1)?.anyKey && (found = line.match(/^\[\w+: string\]: (.*);$/))) {
      Object.assign(open.at(-1).anyKey, { text: found[1], hasAnyKey: true });
    } else if (line.endsWith('{')) {
      open.push({ name: '' });
    }
  }
  return methods;
}

function readEndpoints(file, folder, methods) {
  let method;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const begins = line.match(/^ {4}(\w+)\(.*\) \{$/);
    if (begins) method = begins[1];
    const request = line.match(/_makeRequest\('(\w+)', [`'](\/v\d\/[^`']*)[`']/);
    if (request) {
      const path = request[2].replace(/\$\{[^}]*\}/g, '{id}');
      const { params, answer } = methods.get(method) ?? {};
      const scope = folder.split('/').filter(Boolean);
      endpoints.push({ method: request[1], path, params: params && resolve(params, scope), answer, scope });
    }
  }
}

function read(folder) {
  const files = readdirSync(folder, { withFileTypes: true });
  const name = relative(RESOURCES, folder);
  const all = [];
  for (const entry of files) {
    if (entry.isDirectory()) all.push(...read(join(folder, entry.name)));
    else if (entry.name.endsWith('.d.ts')) {
      const file = join(folder, entry.name);
      all.push({ file, name, methods: readTypes(file, name) });
    }
  }
  return all;
}

// The full name that `name` means within `scope`.
export function resolve(name, scope) {
  for (let depth = scope.length; depth >= 0; depth -= 1) {
    const full = [...scope.slice(0, depth), name].join('.');
    if (declared.has(full)) return full;
  }
  return undefined;
}

const all = read(RESOURCES);
readTypes(join(dirname(RESOURCES), 'shared.d.ts'), '');
for (const { file, name, methods } of all) readEndpoints(file.replace(/\.d\.ts$/, '.js'), name, methods);

// The parts of a union at its top level.
function split(text) {
  const parts = [];
  let depth = 0;
  let part = '';
  for (const char of text) {
    if (char === '<' || char === '(' || char === '{') depth += 1;
    if (char === '>' || char === ')' || char === '}') depth -= 1;
    if (char === '|' && depth === 0) {
      parts.push(part.trim());
      part = '';
    } else part += char;
  }
  return [...parts, part.trim()].filter(Boolean);
}

// What a type comes to: its literals, the interfaces in it (by full name), and whether it is a list or holds any text.
export function meaning(text, scope) {
  const found = { literals: [], interfaces: [], scalars: [], isList: false };
  const add = (part, within) => {
    let inner;
    if ((inner = part.match(/^(Emptyable|Array|ApiList|ApiListPromise|ApiSearchResultPromise|Partial|Promise|Response)<(.*)>$/))) {
      if (/^A/.test(inner[1])) found.isList = true;
      if (inner[1] === 'Emptyable') found.literals.push('');
      for (const piece of split(inner[2])) add(piece, within);
    } else if ((inner = part.match(/^'(.*)'$/))) found.literals.push(inner[1]);
    else {
      const full = resolve(part, within);
      const declaration = full && declared.get(full);
      if (declaration?.kind === 'interface') found.interfaces.push(full);
      else if (declaration?.kind === 'type') {
        for (const piece of split(declaration.text)) add(piece, full.split('.').slice(0, -1));
      } else if (part !== 'null') found.scalars.push(part);
    }
  };
  for (const part of split(text)) add(part, scope);
  return found;
}

// The fields of an interface with those of its parents, and the scope their types are to be read in.
export function fieldsOf(full) {
  const { fields, parents } = declared.get(full);
  const scope = full.split('.');
  const own = [...fields].map(([name, field]) => ({ name, ...field, scope }));
  const inherited = parents.flatMap((parent) => {
    const name = resolve(parent, scope.slice(0, -1));
    return name && declared.get(name).kind === 'interface' ? fieldsOf(name) : [];
  });
  return [...inherited.filter(({ name }) => !fields.has(name)), ...own];
}

// The `object` of an interface that is a kind of object.
export function objectName(full) {
  const field = declared.get(full)?.fields?.get('object');
  return field?.text.match(/^'([\w.]+)'$/)?.[1];
}

export { declared, endpoints };
