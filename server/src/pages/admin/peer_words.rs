//! The words both peer pages use: states with their colour and icon, fingerprints word by word.

use domain::peers::State;

use crate::error::Result;
use crate::i18n::Texts;
use crate::state::Ctx;

/// A state as a badge shows it.
pub(super) struct StateWords {
    pub kind: &'static str,
    pub icon: &'static str,
    pub words: String,
}

/// Where a peering stands, in words.
pub(super) fn words_of(t: Texts, state: State) -> StateWords {
    let (kind, icon, key) = match state {
        State::RequestedOut => ("neutral", "clock", "peers-state-requested-out"),
        State::RequestedIn => ("info", "mail", "peers-state-requested-in"),
        State::Approved => ("positive", "circle-check", "peers-state-approved"),
        State::Paused => ("warning", "circle-pause", "peers-state-paused"),
        State::Blocked => ("negative", "ban", "peers-state-blocked"),
        State::Ended => ("neutral", "circle-x", "peers-state-ended"),
    };
    StateWords { kind, icon, words: t.get(key) }
}

/// A fingerprint word by word, for a list that is easy to read aloud.
pub(super) fn spoken(fingerprint: &str) -> Vec<String> {
    fingerprint.split_whitespace().map(str::to_owned).collect()
}

/// Our own words, which the other side reads back to us.
pub(super) fn own_fingerprint(ctx: &Ctx) -> Result<Vec<String>> {
    Ok(spoken(&ctx.federation.fingerprint()?))
}
