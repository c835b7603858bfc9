//! `/profile/consent`: who may find one, each choice with what it means, and every choice ever made.

use std::time::Duration;

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::{Html, Response};
use domain::Error;
use domain::peers;
use domain::people::consent::{self, Consent};
use domain::people::{Scope, find_local};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use crate::error::Result;
use crate::extract::Member;
use crate::i18n::{Moment, Texts};
use crate::notice;
use crate::pages::shell::Shell;
use crate::pages::words;
use crate::state::Ctx;

/// How long a withdrawal is offered to be taken back: who looks away for a moment still finds it.
const UNDO_FOR: Duration = Duration::from_secs(10 * 60);

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/profile/consent" Member => show;
        POST "/profile/consent" Member body 4_000 => choose;
    }
}

#[derive(Template)]
#[template(path = "profile/consent.html")]
struct View {
    shell: Shell,
    options: Vec<ScopeOption>,
    has_chosen: bool,
    is_listed_elsewhere: bool,
    history: Vec<Step>,
    undo: Option<Undo>,
}

/// A choice with its consequence.
pub(in crate::pages) struct ScopeOption {
    pub value: &'static str,
    pub words: String,
    pub consequence: String,
    pub is_chosen: bool,
}

/// A withdrawal that can be taken back.
struct Undo {
    scope: &'static str,
    words: String,
}

struct Step {
    words: String,
    icon: &'static str,
    at: Moment,
    fields: Vec<String>,
}

async fn show(State(ctx): State<Ctx>, member: Member, shell: Shell) -> Result<Html<String>> {
    let person = find_local(&ctx.db, member.person_id).await?;
    let history = consent::list(&ctx.db, &member.principal, person.id).await?;
    let (t, now) = (shell.t, ctx.db.now());
    let undo =
        undo(&history, now).map(|scope| Undo { scope: scope.as_str(), words: t.get(words::scope(scope)) });
    let view = View {
        options: options(&ctx, t, &shell.organisation, (!history.is_empty()).then_some(person.scope)).await?,
        has_chosen: !history.is_empty(),
        is_listed_elsewhere: matches!(person.scope, Scope::Network | Scope::Public),
        history: history.iter().map(|consent| Step::new(t, consent, now)).collect(),
        undo,
        shell,
    };
    Ok(Html(view.render()?))
}

/// What was chosen before a withdrawal of a moment ago. Only back to what one had: opening up more is a choice of its own.
fn undo(history: &[Consent], now: domain::Timestamp) -> Option<Scope> {
    let [last, before, ..] = history else { return None };
    let is_narrower = Scope::ALL.into_iter().find(|scope| *scope == last.scope || *scope == before.scope)
        == Some(last.scope);
    let is_withdrawal = last.scope != before.scope && is_narrower;
    (is_withdrawal && now.since(last.given_at) < UNDO_FOR).then_some(before.scope)
}

/// The four choices; `chosen` is ticked.
pub(in crate::pages) async fn options(
    ctx: &Ctx,
    t: Texts,
    organisation: &str,
    chosen: Option<Scope>,
) -> Result<Vec<ScopeOption>> {
    let connected = connected(ctx, t).await?;
    let option = |scope: Scope| ScopeOption {
        value: scope.as_str(),
        words: t.get(words::scope(scope)),
        consequence: match scope {
            Scope::None => t.get("profile-consent-none"),
            Scope::Organisation => t.with("profile-consent-organisation", [("organisation", organisation)]),
            Scope::Network => format!("{} {connected}", t.get("profile-consent-network")),
            Scope::Public => t.get("profile-consent-public"),
        },
        is_chosen: chosen == Some(scope),
    };
    Ok(Scope::ALL.into_iter().map(option).collect())
}

/// Which organisations those are today: a few by name, many by number.
async fn connected(ctx: &Ctx, t: Texts) -> Result<String> {
    const NAMED: usize = 4;
    let sharing = peers::list_active(&ctx.db).await?.into_iter().filter(|peer| peer.shares_people);
    let names: Vec<String> = sharing.map(|peer| peer.name).collect();
    Ok(match names.len() {
        0 => t.get("profile-consent-network-nobody"),
        1..=NAMED => t.with("profile-consent-network-names", [("names", names.join(", "))]),
        count => t.with("profile-consent-network-count", [("count", count)]),
    })
}

impl Step {
    fn new(t: Texts, consent: &Consent, now: domain::Timestamp) -> Self {
        let keys: Vec<String> = serde_json::from_str(&consent.fields).unwrap_or_default();
        let label = |key: &String| key.parse().ok().and_then(words::field).map(|key| t.get(key));
        Self {
            words: t.get(words::scope(consent.scope)),
            icon: words::scope_icon(consent.scope),
            at: t.moment(consent.given_at, now),
            fields: keys.iter().filter_map(label).collect(),
        }
    }
}

#[derive(Deserialize)]
struct Chosen {
    #[serde(default)]
    scope: String,
    /// The choice before, by the button that takes a withdrawal back.
    #[serde(default)]
    undo: String,
}

async fn choose(State(ctx): State<Ctx>, member: Member, Form(chosen): Form<Chosen>) -> Result<Response> {
    let scope = Scope::parse(if chosen.undo.is_empty() { &chosen.scope } else { &chosen.undo })
        .ok_or_else(|| Error::invalid("scope", "error-choice"))?;
    let id = member.person_id;
    let before = find_local(&ctx.db, id).await?.scope;
    ctx.db.write(async |tx| consent::choose(tx, &member.principal, id, scope).await).await?;
    Ok(notice::then("/profile/consent", told(before, scope)))
}

/// What the choice sets in motion, in a sentence.
fn told(before: Scope, now: Scope) -> &'static str {
    let travels = |scope| matches!(scope, Scope::Network | Scope::Public);
    match now {
        _ if before == now => "profile-notice-consent-same",
        Scope::None if travels(before) => "profile-notice-consent-withdrawn",
        Scope::None => "profile-notice-consent-none",
        Scope::Organisation if travels(before) => "profile-notice-consent-withdrawn-elsewhere",
        Scope::Organisation => "profile-notice-consent-organisation",
        Scope::Network => "profile-notice-consent-network",
        Scope::Public => "profile-notice-consent-public",
    }
}
