//! Whether an excerpt is in a file.

/// How deep an excerpt may be indented in its file, in spaces.
const DEEPEST: usize = 40;

/// Whether the lines are in the source one after the other, all indented by as much. A line `// …` or `# …` stands
/// for lines that are left out; what follows it comes later in the file.
pub fn is_in(excerpt: &[String], source: &str) -> bool {
    let source: Vec<&str> = source.lines().collect();
    let pieces: Vec<&[String]> = excerpt.split(|line| is_omission(line)).collect();
    // An excerpt that says nothing, here or between two omissions, is a slip.
    let is_whole = pieces.iter().all(|piece| piece.iter().any(|line| !line.is_empty()));
    is_whole && (0..=DEEPEST).any(|indent| in_order(&pieces, indent, &source))
}

fn is_omission(line: &str) -> bool {
    matches!(line.trim(), "// …" | "# …")
}

fn in_order(pieces: &[&[String]], indent: usize, source: &[&str]) -> bool {
    let mut rest = source;
    for piece in pieces {
        let is_here = |lines: &[&str]| piece.iter().zip(lines).all(|(line, theirs)| is_indented(theirs, indent, line));
        let Some(at) = rest.windows(piece.len()).position(is_here) else { return false };
        rest = &rest[at + piece.len()..];
    }
    true
}

/// Whether the line of the source is the excerpt's, so many spaces deeper.
fn is_indented(theirs: &str, indent: usize, line: &str) -> bool {
    if line.is_empty() {
        return theirs.is_empty();
    }
    let (margin, text) = theirs.split_at_checked(indent).unwrap_or_default();
    margin.bytes().all(|byte| byte == b' ') && text == line
}

#[cfg(test)]
mod tests {
    use super::is_in;

    const SOURCE: &str = "mod a {\n    fn b() {\n        c();\n\n        d();\n    }\n}\n";

    fn found(excerpt: &str) -> bool {
        is_in(&excerpt.lines().map(str::to_owned).collect::<Vec<_>>(), SOURCE)
    }

    #[test]
    fn what_is_there_is_found_at_any_depth() {
        for excerpt in [
            SOURCE,
            "c();\n\nd();",
            "fn b() {\n    c();\n    // …\n}",
            "mod a {\n    // …\n        d();",
            "c();\n# …\nd();",
        ] {
            assert!(found(excerpt), "{excerpt}");
        }
    }

    #[test]
    fn what_differs_is_noticed() {
        for excerpt in [
            "",
            "// …",
            "c();\n// …",
            "C();",
            "c();\nd();",
            "d();\n// …\nc();",
            "fn b() {\nc();",
            "    fn b() {\n    // …\n    c();",
            "c();\n// …\nc();",
            "c()",
        ] {
            assert!(!found(excerpt), "{excerpt}");
        }
    }
}
