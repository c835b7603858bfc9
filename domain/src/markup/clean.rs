//! The allowlist. Two steps: images and headings are put right in HTML whose attributes are all quoted, then the
//! sanitiser has the last word, so that a mistake in the first can show wrong but not do harm.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

const TAGS: [&str; 27] = [
    "p",
    "br",
    "hr",
    "h3",
    "h4",
    "h5",
    "h6",
    "strong",
    "b",
    "em",
    "i",
    "del",
    "s",
    "code",
    "pre",
    "blockquote",
    "ul",
    "ol",
    "li",
    "a",
    "img",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
];
/// What is inside these was never meant to be read.
const GONE_WITH_CONTENT: [&str; 10] =
    ["script", "style", "svg", "math", "template", "iframe", "noscript", "title", "object", "head"];
const SCHEMES: [&str; 3] = ["http", "https", "mailto"];
const REL: &str = "nofollow noopener ugc";
/// Where the files of this organisation stand.
const FILES: &str = "/files/";
/// The page has the first level, what it shows the second.
const HEADINGS_ABOVE: usize = 2;
const HEADING_LOWEST: usize = 6;
const TASK_CLASS: &str = "plein-task";
const DONE: &str = "<input type=\"checkbox\" checked=\"\" disabled=\"\" />";
const OPEN: &str = "<input type=\"checkbox\" disabled=\"\" />";

static OURS: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = base();
    builder.allowed_classes(HashMap::from([("li", HashSet::from([TASK_CLASS]))]));
    builder.url_relative(UrlRelative::PassThrough);
    builder
});

/// What comes from elsewhere names its own addresses in full, and brings no class.
static REMOTE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = base();
    builder.url_relative(UrlRelative::Deny);
    builder
});

/// As [`REMOTE`], before its headings and images are put right.
static REMOTE_RAW: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = allowlist();
    builder.url_relative(UrlRelative::Deny).add_tags(["h1", "h2"]);
    builder
});

/// Cleans what our renderer made of Markdown.
pub(super) fn ours(html: &str) -> String {
    let html = html
        .replace(&format!("<li>{OPEN}"), &format!("<li class=\"{TASK_CLASS}\">☐"))
        .replace(&format!("<li>{DONE}"), &format!("<li class=\"{TASK_CLASS}\">☑"))
        .replace(OPEN, "☐")
        .replace(DONE, "☑");
    OURS.clean(&put_right(&html)).to_string()
}

/// Cleans what other software made.
pub(super) fn remote(html: &str) -> String {
    let raw = REMOTE_RAW.clean(html).to_string();
    REMOTE.clean(&put_right(&raw)).to_string()
}

fn base() -> Builder<'static> {
    let mut builder = allowlist();
    builder.attribute_filter(|tag, name, value| match (tag, name) {
        ("img", "src") => is_file_of_ours(value).then(|| value.into()),
        ("a", "href") if value.is_empty() => None,
        _ => Some(value.into()),
    });
    builder
}

fn allowlist() -> Builder<'static> {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(TAGS))
        .generic_attributes(HashSet::new())
        .clean_content_tags(HashSet::from(GONE_WITH_CONTENT))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("img", HashSet::from(["src", "alt"])),
            ("ol", HashSet::from(["start"])),
        ]))
        .tag_attribute_values(HashMap::from([("th", alignments()), ("td", alignments())]))
        .set_tag_attribute_values(HashMap::from([("img", HashMap::from([("loading", "lazy")]))]))
        .url_schemes(HashSet::from(SCHEMES))
        .link_rel(Some(REL));
    builder
}

fn alignments() -> HashMap<&'static str, HashSet<&'static str>> {
    HashMap::from([("align", HashSet::from(["left", "center", "right"]))])
}

/// A plain path under our files: no way up, no query, nothing that a browser would read in another way.
fn is_file_of_ours(address: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.');
    address.starts_with(FILES) && address.chars().all(is_plain) && !address.contains("..")
}

/// Images of elsewhere become links with their text, images within a link their text alone; headings begin at the third
/// level and skip none. Reads HTML in which every attribute stands between double quotes.
fn put_right(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let (mut rest, mut links, mut outline) = (html, 0_usize, Outline::default());
    while let Some(start) = rest.find('<') {
        let (text, tag_on) = rest.split_at(start);
        out.push_str(text);
        let (tag, after) = tag_on.split_at(tag_end(tag_on));
        rest = after;
        match tag {
            _ if tag.starts_with("<a ") || tag == "<a>" => links += 1,
            "</a>" => links = links.saturating_sub(1),
            _ => {}
        }
        match tag.strip_prefix("<img ") {
            Some(attributes) => out.push_str(&image(tag, attributes, links > 0)),
            None => out.push_str(&outline.heading(tag)),
        }
    }
    out.push_str(rest);
    out
}

/// Just behind the `>` that ends the tag.
fn tag_end(tag_on: &str) -> usize {
    let mut is_quoted = false;
    for (at, byte) in tag_on.bytes().enumerate() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'>' if !is_quoted => return at + 1,
            _ => {}
        }
    }
    tag_on.len()
}

fn image(tag: &str, attributes: &str, is_in_link: bool) -> String {
    let (address, words) = (attribute(attributes, "src"), attribute(attributes, "alt"));
    match (is_file_of_ours(address), words.trim().is_empty()) {
        (true, _) => tag.to_owned(),
        (false, false) if is_in_link => words.to_owned(),
        (false, true) if is_in_link || address.is_empty() => address.to_owned(),
        (false, true) => format!("<a href=\"{address}\">{address}</a>"),
        (false, false) => format!("<a href=\"{address}\">{words}</a>"),
    }
}

/// The value as it stands, still escaped.
fn attribute<'a>(attributes: &'a str, name: &str) -> &'a str {
    let found = attributes.split_once(&format!("{name}=\"")).and_then(|(_, value)| value.split_once('"'));
    found.map_or("", |(value, _)| value)
}

/// The levels, as the author numbers them, of the headings that the next one may stand below.
#[derive(Default)]
struct Outline(Vec<u8>);

impl Outline {
    fn heading<'a>(&mut self, tag: &'a str) -> Cow<'a, str> {
        let (slash, name) =
            tag.strip_prefix("</").map_or(("", tag.trim_start_matches('<')), |name| ("/", name));
        let level = name.strip_prefix('h').and_then(|rest| rest.strip_suffix('>')?.parse().ok());
        let Some(level @ 1..=6_u8) = level else { return tag.into() };
        if slash.is_empty() {
            self.0.retain(|above| *above < level);
            self.0.push(level);
        }
        format!("<{slash}h{}>", (HEADINGS_ABOVE + self.0.len()).min(HEADING_LOWEST)).into()
    }
}
