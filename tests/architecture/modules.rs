//! A crate's modules, read from its files: what each uses and re-exports.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use syn::{
    Attribute, Item, ItemUse, UseTree, Visibility,
    visit::{self, Visit},
};

/// The path of a module or of something in it, from the crate's root.
pub type Segments = Vec<String>;

/// One file.
#[derive(Default)]
pub struct Module {
    /// Every path that is written in it, from the crate's root.
    pub uses: Vec<Segments>,
    /// What it passes on by `pub use`, by name.
    pub passes_on: BTreeMap<String, Segments>,
}

/// The modules of the crate whose sources are in this folder. What is compiled for tests only is left out.
pub fn modules(sources: &Path) -> BTreeMap<Segments, Module> {
    let mut files = Vec::new();
    find(sources, &mut files);
    // Programs beside a library are crates of their own, and nothing uses them.
    let is_program = |file: &PathBuf| sources.join("lib.rs").exists() && *file == sources.join("main.rs");
    files.retain(|file| !is_program(file) && !file.starts_with(sources.join("bin")));
    let path = |file: &PathBuf| {
        let name = file.strip_prefix(sources).unwrap().with_extension("");
        let mut segments: Segments = name.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
        if ["mod", "lib", "main"].contains(&segments.last().unwrap().as_str()) {
            segments.pop();
        }
        segments
    };
    let names: Vec<_> = files.iter().map(path).collect();
    let read = |(file, name): (&PathBuf, &Segments)| {
        let parsed = syn::parse_file(&fs::read_to_string(file).unwrap()).unwrap();
        let mut reader = Reader { name: name.clone(), names: &names, module: Module::default() };
        reader.visit_file(&parsed);
        (name.clone(), reader.module)
    };
    files.iter().zip(&names).filter(|(_, name)| !name.ends_with(&["tests".to_owned()])).map(read).collect()
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            find(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

struct Reader<'a> {
    name: Segments,
    names: &'a [Segments],
    module: Module,
}

impl Reader<'_> {
    /// The path from the crate's root; `None` for what is another crate's or in scope already.
    fn absolute(&self, path: &[String]) -> Option<Segments> {
        let (first, rest) = path.split_first()?;
        let mut base = self.name.clone();
        match first.as_str() {
            "crate" => base.clear(),
            "self" => {}
            "super" => {
                base.pop();
                let ups = rest.iter().take_while(|segment| *segment == "super").count();
                base.truncate(base.len().saturating_sub(ups));
                base.extend(rest.iter().skip(ups).cloned());
                return Some(base);
            }
            child => {
                base.push(child.to_owned());
                if rest.is_empty() || !self.names.contains(&base) {
                    return None;
                }
            }
        }
        base.extend(rest.iter().cloned());
        Some(base)
    }

    fn tree(&mut self, tree: &UseTree, before: &[String], is_passed_on: bool) {
        match tree {
            UseTree::Path(path) => {
                let before = [before, &[path.ident.to_string()]].concat();
                self.tree(&path.tree, &before, is_passed_on);
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(tree, before, is_passed_on)),
            UseTree::Name(name) => self.leaf(before, &name.ident.to_string(), None, is_passed_on),
            UseTree::Rename(name) => {
                self.leaf(before, &name.ident.to_string(), Some(name.rename.to_string()), is_passed_on);
            }
            UseTree::Glob(_) => self.leaf(before, "self", None, is_passed_on),
        }
    }

    fn leaf(&mut self, before: &[String], name: &str, renamed: Option<String>, is_passed_on: bool) {
        let path = if name == "self" { before.to_vec() } else { [before, &[name.to_owned()]].concat() };
        let Some(absolute) = self.absolute(&path) else { return };
        if is_passed_on {
            let name = renamed.or_else(|| path.last().cloned()).unwrap_or_default();
            self.module.passes_on.insert(name, absolute);
        } else {
            self.module.uses.push(absolute);
        }
    }
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg") && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
    })
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        let is_left_out = match item {
            Item::Mod(module) => is_for_tests(&module.attrs),
            Item::Use(used) => is_for_tests(&used.attrs),
            Item::Fn(function) => is_for_tests(&function.attrs),
            _ => false,
        };
        if !is_left_out {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, used: &'ast ItemUse) {
        self.tree(&used.tree, &[], !matches!(used.vis, Visibility::Inherited));
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Segments = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if segments.len() > 1
            && let Some(absolute) = self.absolute(&segments)
        {
            self.module.uses.push(absolute);
        }
        visit::visit_path(self, path);
    }
}
