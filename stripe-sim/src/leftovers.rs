//! Parameters that nobody read: not Stripe's at all, asking for nothing, or asking for what is not simulated.

use crate::catalogue::{self, Endpoint, Parameter};
use crate::error::Error;
use crate::form::{Fields, Node};

/// What is left of the parameters of an endpoint, or of a hash of them.
pub(crate) struct Leftovers<'a> {
    pub endpoint: Endpoint,
    pub fields: &'a Fields,
    /// The name of the hash, empty at the top.
    pub prefix: &'a str,
    /// What was read beside them, each name with a space behind it.
    pub asked: &'a str,
}

pub(crate) fn judge(left: &Leftovers<'_>) -> Result<(), Error> {
    let (method, pattern) = left.endpoint;
    let (mut unknown, mut not_simulated) = (Vec::new(), Vec::new());
    for (field, node) in left.fields {
        let name = if left.prefix.is_empty() { field.clone() } else { format!("{}[{field}]", left.prefix) };
        let before = unknown.len();
        find_unknown(left.endpoint, &name, node, &mut unknown);
        if unknown.len() == before && !asks_for_nothing(left.endpoint, &name, node) {
            not_simulated.push(name);
        }
    }
    if !unknown.is_empty() {
        return Err(Error::UnknownParameters(unknown));
    }
    let Some(first) = not_simulated.first().cloned() else { return Ok(()) };
    let what = format!("{} of {method} {pattern}", not_simulated.join(", "));
    let mut asked: Vec<_> = left.asked.split_whitespace().collect();
    asked.sort_unstable();
    asked.dedup();
    let does = match (asked.as_slice(), left.prefix) {
        ([], _) => "this endpoint without parameters".to_owned(),
        (asked, "") => format!("there {}", asked.join(", ")),
        (asked, prefix) => format!("in {prefix} {}", asked.join(", ")),
    };
    Err(Error::not_simulated(Some(first), what, &does))
}

/// The outermost names that Stripe does not have.
fn find_unknown(endpoint: Endpoint, name: &str, node: &Node, unknown: &mut Vec<String>) {
    if known(endpoint, name).is_none() {
        unknown.push(name.to_owned());
    } else if let Node::Map(fields) = node {
        for (field, node) in fields {
            find_unknown(endpoint, &format!("{name}[{field}]"), node, unknown);
        }
    }
}

fn known((method, pattern): Endpoint, name: &str) -> Option<Parameter> {
    catalogue::parameter(method, pattern, name)
}

/// What Stripe would do without it, too.
fn asks_for_nothing(endpoint: Endpoint, name: &str, node: &Node) -> bool {
    match node {
        Node::Text(text) if text.is_empty() || text == "false" => true,
        Node::Text(text) if text == "off" || text == "self" => {
            known(endpoint, name).is_some_and(|parameter| parameter.words().any(|word| word == text))
        }
        Node::Text(_) => false,
        Node::Map(fields) if fields.get("enabled") == Some(&Node::Text("false".to_owned())) => true,
        Node::Map(fields) => {
            fields.iter().all(|(field, node)| asks_for_nothing(endpoint, &format!("{name}[{field}]"), node))
        }
    }
}
