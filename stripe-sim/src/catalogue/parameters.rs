//! The parameters of Stripe's endpoints.

/// Blocks of an address and its parameters beneath it, each as deep as it is indented: `name`, `name=word|word` where
/// the words are all there are, `*` for any name.
const PARAMETERS: &str = include_str!("parameters.txt");

/// A parameter that Stripe has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Parameter {
    words: &'static str,
}

impl Parameter {
    /// The words it may be, none where it is not a choice.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        self.words.split('|').filter(|word| !word.is_empty())
    }
}

/// `name` as a client writes it: `items[0][price]`.
pub(crate) fn parameter(method: &str, pattern: &str, name: &str) -> Option<Parameter> {
    let pattern = plain(pattern);
    let is_title = |line: &&str| line.split_once(' ') == Some((method, pattern.as_str()));
    let mut lines = PARAMETERS.lines().skip_while(|line| !is_title(line)).skip(1).peekable();
    let mut found = None;
    let steps = name.split(['[', ']']).filter(|step| !step.is_empty() && step.parse::<usize>().is_err());
    for (depth, step) in (1..).zip(steps) {
        found = None;
        while let Some(line) = lines.next_if(|line| indent(line) >= depth) {
            let (field, words) = line.trim_start().split_once('=').unwrap_or((line.trim_start(), ""));
            if indent(line) == depth && (field == step || field == "*") {
                found = Some(Parameter { words });
                break;
            }
        }
        found?;
    }
    found.filter(|_| name.is_empty() || name.ends_with(']') || !name.contains('['))
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// An endpoint's own names for the ids in its address are all one here.
fn plain(pattern: &str) -> String {
    let segment = |segment: &str| if segment.starts_with('{') { "{id}".to_owned() } else { segment.to_owned() };
    pattern.split('/').map(segment).collect::<Vec<_>>().join("/")
}
