//! Structured header fields (RFC 9651), the part that signatures and digests need, read strictly.
//!
//! Reading and writing are exact inverses: what was read is written back in the one canonical form, which
//! is what a signature covers. Dates, display strings and decimals occur in none of our headers: refused.

use std::fmt::{self, Write};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("malformed structured field: {0}")]
pub struct Malformed(pub &'static str);

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bare {
    Integer(i64),
    Text(String),
    Token(String),
    Bytes(Vec<u8>),
    Boolean(bool),
}

/// `;name=value` pairs in the order in which they stand; a name twice is refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params(pub Vec<(String, Bare)>);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub value: Bare,
    pub params: Params,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Member {
    Item(Item),
    InnerList(Vec<Item>, Params),
}

impl Params {
    pub fn get(&self, name: &str) -> Option<&Bare> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }
}

/// `a=1, b=(x y);p` as its members in order; a name twice is refused, as is anything after the last member.
pub fn dictionary(text: &str) -> Result<Vec<(String, Member)>, Malformed> {
    let mut reader = Reader { rest: text.trim_matches(' ') };
    let mut members: Vec<(String, Member)> = Vec::new();
    loop {
        let name = reader.key()?;
        if members.iter().any(|(known, _)| *known == name) {
            return Err(Malformed("a member stands twice"));
        }
        let member = if reader.take('=') { reader.member()? } else { reader.bare_true()? };
        members.push((name, member));
        if reader.rest.is_empty() {
            return Ok(members);
        }
        reader.comma()?;
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn take(&mut self, c: char) -> bool {
        let after = self.rest.strip_prefix(c);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    fn take_while(&mut self, keep: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|c| !keep(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    fn comma(&mut self) -> Result<(), Malformed> {
        self.take_while(is_blank);
        if !self.take(',') {
            return Err(Malformed("a comma is missing"));
        }
        self.take_while(is_blank);
        Ok(())
    }

    fn key(&mut self) -> Result<String, Malformed> {
        if !self.rest.starts_with(|c: char| c.is_ascii_lowercase() || c == '*') {
            return Err(Malformed("a name is missing"));
        }
        Ok(self.take_while(is_key).to_owned())
    }

    fn member(&mut self) -> Result<Member, Malformed> {
        if self.take('(') { self.inner_list() } else { Ok(Member::Item(self.item()?)) }
    }

    fn bare_true(&mut self) -> Result<Member, Malformed> {
        Ok(Member::Item(Item { value: Bare::Boolean(true), params: self.params()? }))
    }

    fn inner_list(&mut self) -> Result<Member, Malformed> {
        let mut items = Vec::new();
        loop {
            self.take_while(|c| c == ' ');
            if self.take(')') {
                return Ok(Member::InnerList(items, self.params()?));
            }
            items.push(self.item()?);
            if !self.rest.starts_with([' ', ')']) {
                return Err(Malformed("items of a list are parted by spaces"));
            }
        }
    }

    fn item(&mut self) -> Result<Item, Malformed> {
        Ok(Item { value: self.bare()?, params: self.params()? })
    }

    fn params(&mut self) -> Result<Params, Malformed> {
        let mut params = Params::default();
        while self.take(';') {
            self.take_while(|c| c == ' ');
            let name = self.key()?;
            if params.get(&name).is_some() {
                return Err(Malformed("a parameter stands twice"));
            }
            let value = if self.take('=') { self.bare()? } else { Bare::Boolean(true) };
            params.0.push((name, value));
        }
        Ok(params)
    }

    fn bare(&mut self) -> Result<Bare, Malformed> {
        match self.rest.chars().next() {
            Some('"') => self.text(),
            Some(':') => self.bytes(),
            Some('?') => self.boolean(),
            Some('-' | '0'..='9') => self.integer(),
            Some('a'..='z' | 'A'..='Z' | '*') => Ok(Bare::Token(self.take_while(is_token).to_owned())),
            _ => Err(Malformed("a value is missing")),
        }
    }

    fn text(&mut self) -> Result<Bare, Malformed> {
        let mut text = String::new();
        let mut chars = self.rest.char_indices().skip(1);
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    self.rest = &self.rest[at + 1..];
                    return Ok(Bare::Text(text));
                }
                '\\' => match chars.next() {
                    Some((_, escaped @ ('"' | '\\'))) => text.push(escaped),
                    _ => return Err(Malformed("a strange escape")),
                },
                ' '..='~' => text.push(c),
                _ => return Err(Malformed("a character outside ASCII")),
            }
        }
        Err(Malformed("a text does not end"))
    }

    fn bytes(&mut self) -> Result<Bare, Malformed> {
        let (encoded, rest) =
            self.rest[1..].split_once(':').ok_or(Malformed("a byte sequence does not end"))?;
        self.rest = rest;
        BASE64_STANDARD.decode(encoded).map(Bare::Bytes).map_err(|_| Malformed("not base64"))
    }

    fn boolean(&mut self) -> Result<Bare, Malformed> {
        let value = match self.rest.get(..2) {
            Some("?1") => true,
            Some("?0") => false,
            _ => return Err(Malformed("a strange boolean")),
        };
        self.rest = &self.rest[2..];
        Ok(Bare::Boolean(value))
    }

    fn integer(&mut self) -> Result<Bare, Malformed> {
        let text = self.take_while(|c| c == '-' || c == '.' || c.is_ascii_digit());
        let digits = text.strip_prefix('-').unwrap_or(text);
        if digits.is_empty() || digits.len() > 15 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Malformed("not a whole number of at most 15 digits"));
        }
        text.parse().map(Bare::Integer).map_err(|_| Malformed("not a whole number"))
    }
}

fn is_blank(c: char) -> bool {
    c == ' ' || c == '\t'
}

fn is_key(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || "_-.*".contains(c)
}

fn is_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~:/".contains(c)
}

impl fmt::Display for Bare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Bare::Integer(number) => write!(f, "{number}"),
            Bare::Token(token) => f.write_str(token),
            Bare::Bytes(bytes) => write!(f, ":{}:", BASE64_STANDARD.encode(bytes)),
            Bare::Boolean(value) => write!(f, "?{}", u8::from(*value)),
            Bare::Text(text) => {
                f.write_char('"')?;
                for c in text.chars() {
                    if matches!(c, '"' | '\\') {
                        f.write_char('\\')?;
                    }
                    f.write_char(c)?;
                }
                f.write_char('"')
            }
        }
    }
}

impl fmt::Display for Params {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in &self.0 {
            match value {
                Bare::Boolean(true) => write!(f, ";{name}")?,
                other => write!(f, ";{name}={other}")?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.value, self.params)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_input_reads_and_writes_the_same() {
        let text = r#"("@method" "@query-param";name="a\"b" "x";bs);created=1618884473;keyid="k";n=:AQI=:;t=tok;ok;no=?0"#;
        let members = dictionary(&format!("sig1={text}")).unwrap();
        let [(name, Member::InnerList(items, params))] = &members[..] else { panic!("{members:?}") };
        assert_eq!((name.as_str(), items.len()), ("sig1", 3));
        let items: Vec<_> = items.iter().map(Item::to_string).collect();
        assert_eq!(format!("({}){params}", items.join(" ")), text);
    }

    #[test]
    fn members_may_be_spread_over_commas() {
        let members = dictionary("  sha-256=:AA==:,\tsha-512=:AQ==: , flag;p=1  ").unwrap();
        let names: Vec<_> = members.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["sha-256", "sha-512", "flag"]);
    }

    #[test]
    fn whatever_could_be_read_in_two_ways_is_refused() {
        for text in [
            "",
            ",",
            "a=1,",
            "a=1 b=2",
            "a=1, a=2",
            "A=1",
            "a=",
            "a=(1 2",
            "a=(1\"x\")",
            "a=\"x",
            "a=\"\\n\"",
            "a=\"é\"",
            "a=:AA=:",
            "a=:AA",
            "a=?2",
            "a=1.5",
            "a=1234567890123456",
            "a=--1",
            "a=1;p=1;p=2",
            "a=1;;p",
            "a=1;P",
            "a=(1 2)x",
            "a==1",
            "é=1",
            "a=@1",
        ] {
            assert!(dictionary(text).is_err(), "{text}");
        }
    }
}
