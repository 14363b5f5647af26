//! What may be expanded: one table for each kind of object.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A kind of object, and beneath it its fields that hold more than a value, each as deep as it is indented. Behind a
/// field's name stand the kinds of objects whose ids it holds, in brackets where they are the `data` of a list.
const EXPANDABLE: &str = include_str!("expandable.txt");

static TABLES: LazyLock<HashMap<&'static str, Fields>> = LazyLock::new(|| {
    let mut lines = EXPANDABLE.lines().peekable();
    let mut tables = HashMap::new();
    while let Some(kind) = lines.next() {
        tables.insert(kind, Fields::read(&mut lines, 1));
    }
    tables
});

/// Fields of an object, or of a hash within it.
#[derive(Debug, Default)]
pub(crate) struct Fields(HashMap<&'static str, Field>);

#[derive(Debug)]
struct Field {
    kinds: &'static str,
    fields: Fields,
}

/// The table of a kind of object; what is never asked for has none.
pub(crate) fn fields_of(kind: &str) -> Option<&'static Fields> {
    TABLES.get(kind)
}

impl Fields {
    fn read(lines: &mut std::iter::Peekable<std::str::Lines<'static>>, depth: usize) -> Self {
        let mut fields = HashMap::new();
        let indent = |line: &str| line.len() - line.trim_start().len();
        while let Some(line) = lines.next_if(|line| indent(line) == depth) {
            let (name, kinds) = line.trim_start().split_once(' ').unwrap_or((line.trim_start(), ""));
            fields.insert(name, Field { kinds, fields: Self::read(lines, depth + 1) });
        }
        Self(fields)
    }

    /// What a step along a path leads to: the fields of a hash, and of the objects that are named there.
    pub fn step(&'static self, name: &str) -> Option<Vec<&'static Self>> {
        let field = self.0.get(name)?;
        let named = self.kinds(name).filter_map(fields_of);
        Some(std::iter::once(&field.fields).chain(named).collect())
    }

    /// Whether a field is a list, which goes on with its `data`.
    pub fn is_list(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|field| field.kinds.starts_with('['))
    }

    /// The kinds of objects whose ids a field holds.
    pub fn kinds(&self, name: &str) -> impl Iterator<Item = &'static str> + use<> {
        let kinds = self.0.get(name).map_or("", |field| field.kinds);
        kinds.trim_matches(['[', ']']).split('|').filter(|kind| !kind.is_empty())
    }
}
