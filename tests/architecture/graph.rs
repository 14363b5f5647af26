//! The dependencies between a crate's modules, and the circular ones.

use std::collections::{BTreeMap, BTreeSet};

use crate::modules::{Module, Segments};

/// Each module with those it uses.
pub type Graph = BTreeMap<Segments, BTreeSet<Segments>>;

/// How often a name may be passed on before it is taken for a circle of its own.
const STEPS: usize = 10;

pub fn graph(modules: &BTreeMap<Segments, Module>) -> Graph {
    let edges = modules.iter().map(|(name, module)| {
        let used = module.uses.iter().filter_map(|path| home(modules, path, STEPS)).filter(|other| other != name);
        (name.clone(), used.collect())
    });
    edges.collect()
}

/// The module that defines the named item, also if others re-export it.
fn home(modules: &BTreeMap<Segments, Module>, path: &[String], steps: usize) -> Option<Segments> {
    let split = (0..=path.len()).rev().find(|split| modules.contains_key(&path[..*split]))?;
    let (module, rest) = path.split_at(split);
    let passed_on = rest.first().and_then(|name| modules[module].passes_on.get(name));
    match passed_on.filter(|_| steps > 0) {
        Some(other) => home(modules, &[other.as_slice(), &rest[1..]].concat(), steps - 1),
        None => Some(module.to_vec()),
    }
}

/// The groups of modules each of which leads to all the others.
pub fn circles(graph: &Graph) -> Vec<BTreeSet<Segments>> {
    let reached: BTreeMap<_, _> = graph.keys().map(|name| (name, reachable(graph, name))).collect();
    let mut circles: Vec<BTreeSet<Segments>> = Vec::new();
    for (name, others) in &reached {
        let circle: BTreeSet<_> = others
            .iter()
            .filter(|other| reached.get(other).is_some_and(|back| back.contains(*name)))
            .cloned()
            .collect();
        if !circle.is_empty() && !circles.contains(&circle) {
            circles.push(circle);
        }
    }
    circles
}

fn reachable(graph: &Graph, from: &Segments) -> BTreeSet<Segments> {
    let mut found = BTreeSet::new();
    let mut next = vec![from];
    while let Some(name) = next.pop() {
        for other in graph.get(name).into_iter().flatten() {
            if found.insert(other.clone()) {
                next.push(other);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn module(uses: &[&str], passes_on: &[(&str, &str)]) -> Module {
        let path = |path: &str| path.split("::").map(str::to_owned).collect::<Segments>();
        Module {
            uses: uses.iter().map(|used| path(used)).collect(),
            passes_on: passes_on.iter().map(|(name, other)| ((*name).to_owned(), path(other))).collect(),
        }
    }

    #[test]
    fn a_circle_is_found_through_whoever_passes_a_name_on() {
        let name = |name: &str| vec![name.to_owned()];
        let mut modules = BTreeMap::from([
            (vec![], module(&[], &[("B", "b::B")])),
            (name("a"), module(&["B"], &[])),
            (name("b"), module(&[], &[])),
        ]);
        assert_eq!(circles(&graph(&modules)), []);
        modules.insert(name("b"), module(&["a::A"], &[]));
        assert_eq!(circles(&graph(&modules)), [BTreeSet::from([name("a"), name("b")])]);
    }
}
