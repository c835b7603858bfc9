//! Filter expressions as Meilisearch reads them: `AND`, `OR`, brackets, `=` and `IN`, values in double quotes.

use serde_json::{Map, Value};

#[derive(Debug)]
pub enum Filter {
    All(Vec<Filter>),
    Any(Vec<Filter>),
    Among { attribute: String, values: Vec<String> },
}

/// Deeper ones are refused.
const DEPTH_MAX: usize = 2_000;

impl Filter {
    /// The expression, or what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parser = Parser { rest: text, depth: 0 };
        let filter = parser.any()?;
        match parser.rest.trim() {
            "" => Ok(filter),
            rest => Err(format!("Found unexpected characters at the end of the filter: `{rest}`")),
        }
    }

    pub fn attributes<'a>(&'a self, all: &mut Vec<&'a str>) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.attributes(all)),
            Self::Among { attribute, .. } => all.push(attribute),
        }
    }

    pub fn matches(&self, document: &Map<String, Value>) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.matches(document)),
            Self::Any(parts) => parts.iter().any(|part| part.matches(document)),
            Self::Among { attribute, values } => values_of(document, attribute)
                .iter()
                .any(|value| values.iter().any(|wanted| normal(wanted) == normal(value))),
        }
    }
}

/// Values of a facet: an array has several, a null and an empty array none.
pub fn values_of(document: &Map<String, Value>, attribute: &str) -> Vec<String> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    };
    match document.get(attribute) {
        Some(Value::Array(values)) => values.iter().filter_map(text).collect(),
        Some(value) => text(value).into_iter().collect(),
        None => Vec::new(),
    }
}

/// How values are compared.
fn normal(text: &str) -> String {
    text.trim().to_lowercase()
}

struct Parser<'a> {
    rest: &'a str,
    depth: usize,
}

impl Parser<'_> {
    fn any(&mut self) -> Result<Filter, String> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err("The filter exceeded the maximum depth limit.".to_owned());
        }
        let mut parts = vec![self.all()?];
        while self.take_word("OR") {
            parts.push(self.all()?);
        }
        self.depth -= 1;
        Ok(if parts.len() == 1 { parts.remove(0) } else { Filter::Any(parts) })
    }

    fn all(&mut self) -> Result<Filter, String> {
        let mut parts = vec![self.one()?];
        while self.take_word("AND") {
            parts.push(self.one()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Filter::All(parts) })
    }

    fn one(&mut self) -> Result<Filter, String> {
        if self.take("(") {
            let inner = self.any()?;
            return if self.take(")") {
                Ok(inner)
            } else {
                Err("Expression is missing a closing `)`".to_owned())
            };
        }
        let attribute = self.attribute()?;
        if self.take_word("IN") {
            return Ok(Filter::Among { attribute, values: self.list()? });
        }
        match self.take("=") {
            true => Ok(Filter::Among { attribute, values: vec![self.value()?] }),
            false => Err(format!("Was expecting an operation `=` or `IN` at `{:.20}`", self.rest)),
        }
    }

    fn list(&mut self) -> Result<Vec<String>, String> {
        let mut values = Vec::new();
        if !self.take("[") {
            return Err("Expected `[` after `IN`".to_owned());
        }
        while !self.take("]") {
            values.push(self.value()?);
            if !self.take(",") && !self.rest.trim_start().starts_with(']') {
                return Err("Expected only comma-separated field names inside `IN[..]`".to_owned());
            }
        }
        Ok(values)
    }

    fn attribute(&mut self) -> Result<String, String> {
        self.rest = self.rest.trim_start();
        let is_of_name = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
        let end = self.rest.find(|letter| !is_of_name(letter)).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        if name.is_empty() || matches!(name, "AND" | "OR" | "NOT" | "IN") {
            return Err(format!("Was expecting an attribute at `{:.20}`", self.rest));
        }
        Ok(name.to_owned())
    }

    /// Only a quote can be escaped: a backslash before anything else stays, and both letters are passed over.
    fn value(&mut self) -> Result<String, String> {
        if !self.take("\"") {
            return Err(format!("Was expecting a value in quotes at `{:.20}`", self.rest));
        }
        let mut letters = self.rest.char_indices();
        while let Some((at, letter)) = letters.next() {
            if letter == '"' {
                let value = self.rest[..at].replace("\\\"", "\"");
                self.rest = &self.rest[at + 1..];
                return Ok(value);
            }
            if letter == '\\' {
                letters.next();
            }
        }
        Err("Expression is missing the following closing delimiter: `\"`".to_owned())
    }

    fn take(&mut self, sign: &str) -> bool {
        match self.rest.trim_start().strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// A word is followed by a space or a bracket.
    fn take_word(&mut self, word: &str) -> bool {
        let rest = self.rest.trim_start().strip_prefix(word);
        let rest = rest.filter(|rest| rest.starts_with([' ', '(', '[']));
        if let Some(rest) = rest {
            self.rest = rest;
        }
        rest.is_some()
    }
}
