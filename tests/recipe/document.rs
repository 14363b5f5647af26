//! The parts of Markdown that the document uses: headings, fenced blocks and links.

/// What the tests look at.
#[derive(Debug, Default)]
pub struct Document {
    pub headings: Vec<Heading>,
    pub blocks: Vec<Block>,
    /// Where the links lead, outside of code.
    pub links: Vec<String>,
}

#[derive(Debug)]
pub struct Heading {
    pub text: String,
    /// Whether something follows before the next heading that is not below this one.
    pub has_content: bool,
    level: usize,
}

/// A fenced block.
#[derive(Debug)]
pub struct Block {
    /// Where it begins, from 1.
    pub line: usize,
    pub language: String,
    /// The file it is taken from, as the comment in front of it says.
    pub origin: Option<String>,
    pub lines: Vec<String>,
}

impl Heading {
    /// As GitHub makes it: in lower case, spaces as hyphens, punctuation left out.
    pub fn anchor(&self) -> String {
        let kept = self.text.chars().filter(|each| each.is_alphanumeric() || matches!(each, ' ' | '-' | '_'));
        kept.collect::<String>().to_lowercase().replace(' ', "-")
    }
}

impl Document {
    pub fn parse(text: &str) -> Self {
        let mut document = Self::default();
        let mut lines = text.lines().zip(1..);
        let mut before = "";
        while let Some((line, number)) = lines.next() {
            if let Some(language) = line.strip_prefix("```") {
                document.say_something();
                let inside = lines.by_ref().map(|(line, _)| line).take_while(|line| *line != "```");
                document.blocks.push(Block {
                    line: number,
                    language: language.to_owned(),
                    origin: origin(before).map(str::to_owned),
                    lines: inside.map(str::to_owned).collect(),
                });
            } else if let Some((level, text)) = heading(line) {
                document.headings.push(Heading { text: text.to_owned(), has_content: false, level });
                // One that has others below it is not empty.
                if let Some(above) = document.headings.iter_mut().rev().skip(1).find(|above| above.level < level) {
                    above.has_content = true;
                }
            } else if !line.trim().is_empty() {
                document.say_something();
                document.links.extend(links(line));
            }
            if !line.trim().is_empty() {
                before = line;
            }
        }
        document
    }

    fn say_something(&mut self) {
        if let Some(heading) = self.headings.last_mut() {
            heading.has_content = true;
        }
    }
}

/// `<!-- excerpt: src/app.rs -->`
fn origin(line: &str) -> Option<&str> {
    line.strip_prefix("<!-- excerpt: ")?.strip_suffix(" -->")
}

fn heading(line: &str) -> Option<(usize, &str)> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    Some((level, text.strip_prefix(' ')?)).filter(|_| level > 0)
}

/// What is in the round brackets after square ones.
fn links(line: &str) -> impl Iterator<Item = String> {
    line.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0.to_owned()))
}

#[test]
fn reads_headings_blocks_and_links() {
    let text = "# Ti`t`le: 1\n## Empty\n## Said\nSee [a](b.md#c) and [d](#e).\n\n<!-- excerpt: src/x.rs -->\n\
                ```rust\n# no heading\n```\n```sh\nls\n```\n";
    let Document { headings, blocks, links } = Document::parse(text);
    let said: Vec<_> = headings.iter().map(|heading| (heading.text.as_str(), heading.has_content)).collect();
    assert_eq!(said, [("Ti`t`le: 1", true), ("Empty", false), ("Said", true)]);
    assert_eq!(headings[0].anchor(), "title-1");
    let found: Vec<_> = blocks.iter().map(|it| (it.line, it.language.as_str(), it.origin.as_deref())).collect();
    assert_eq!(found, [(7, "rust", Some("src/x.rs")), (10, "sh", None)]);
    assert_eq!(blocks[0].lines, ["# no heading"]);
    assert_eq!(links, ["b.md#c", "#e"]);
}
