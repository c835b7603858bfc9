//! Text as tantivy takes it: tokens with a weight each. One token occurs as often as its places weigh, so that the term
//! frequency in the index is already the weighted sum of the ranking.

use tantivy::schema::{IndexRecordOption, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};

const TOKENIZER: &str = "weighted";

/// A field of such tokens: no positions, no lengths.
pub fn options() -> TextOptions {
    indexed(IndexRecordOption::WithFreqs)
}

/// A field whose tokens stand in it or do not, however often they are said.
pub fn once() -> TextOptions {
    indexed(IndexRecordOption::Basic)
}

fn indexed(option: IndexRecordOption) -> TextOptions {
    let indexing =
        TextFieldIndexing::default().set_tokenizer(TOKENIZER).set_fieldnorms(false).set_index_option(option);
    TextOptions::default().set_indexing_options(indexing)
}

/// `frequency letter, token, space` for each token: what the tokenizer below reads again. What is said several times tantivy adds
/// up; whoever reads the sum holds it against a limit. One sheet serves all fields of a document, which keeps a copy of each.
pub struct Sheet(String);

impl Sheet {
    /// Long enough for most texts.
    const BYTES: usize = 1_000;

    pub fn new() -> Self {
        Self(String::with_capacity(Self::BYTES))
    }

    pub fn written<'a>(&mut self, tokens: impl Iterator<Item = (&'a str, u32)>) -> &str {
        self.0.clear();
        for (token, count) in tokens {
            self.0.push(char::from(b'0' + u8::try_from(count).unwrap_or(1)));
            self.0.push_str(token);
            self.0.push(' ');
        }
        &self.0
    }

    /// For a field of [`once`].
    pub fn listed<'a>(&mut self, tokens: impl Iterator<Item = &'a str>) -> &str {
        self.written(tokens.map(|token| (token, 1)))
    }
}

/// Each token once, in order, with the sum of its halves.
pub fn summed<'a>(tokens: impl Iterator<Item = (&'a str, u32)>, frequency_max: u32) -> Vec<(&'a str, u32)> {
    let mut tokens: Vec<(&str, u32)> = tokens.collect();
    tokens.sort_unstable();
    let sum = |same: &[(&'a str, u32)]| {
        let count = same.iter().map(|(_, halves)| halves).sum::<u32>().min(frequency_max);
        same.first().map(|(token, _)| (*token, count))
    };
    tokens.chunk_by(|one, other| one.0 == other.0).filter_map(sum).collect()
}

pub fn tokenizers() -> TokenizerManager {
    let tokenizers = TokenizerManager::default();
    tokenizers.register(TOKENIZER, Weighted::default());
    tokenizers
}

/// Repeats each token as often as its letter says.
#[derive(Clone, Default)]
struct Weighted {
    token: Token,
}

struct WeightedStream<'a> {
    rest: &'a str,
    again: u8,
    token: &'a mut Token,
}

impl Tokenizer for Weighted {
    type TokenStream<'a> = WeightedStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WeightedStream<'a> {
        self.token.reset();
        WeightedStream { rest: text, again: 0, token: &mut self.token }
    }
}

impl TokenStream for WeightedStream<'_> {
    fn advance(&mut self) -> bool {
        self.token.position = self.token.position.wrapping_add(1);
        if self.again > 0 {
            self.again -= 1;
            return true;
        }
        let Some((written, rest)) = self.rest.split_once(' ') else { return false };
        let Some((letter, token)) = written.split_at_checked(1) else { return false };
        self.again = letter.as_bytes().first().map_or(0, |letter| letter.saturating_sub(b'1'));
        self.rest = rest;
        self.token.text.clear();
        self.token.text.push_str(token);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
