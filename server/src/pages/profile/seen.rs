//! `/profile/seen`: one's profile as others see it, from the very function that gives it to them, and the document that
//! leaves for other organisations, word for word.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Html;
use domain::audience::Viewpoint;
use domain::people::{Person, PersonView, Scope, find_local, profile_for};
use federation::objects::person::to_wire;
use federation::route::Route;
use federation::urls::Urls;
use federation::{routes, wire};
use serde::Deserialize;

use crate::error::{Problem, Result};
use crate::extract::Member;
use crate::i18n::Texts;
use crate::pages::people::Sheet;
use crate::pages::shell::Shell;
use crate::pages::words;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/profile/seen" Member => show;
    }
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    r#as: String,
}

#[derive(Template)]
#[template(path = "profile/seen.html")]
struct View {
    shell: Shell,
    choices: Vec<ViewChoice>,
    who: String,
    scope: String,
    /// They see nothing now; `sheet` shows what they would see.
    is_hidden: bool,
    sheet: Sheet,
    /// The document, when one leaves from here.
    document: Option<String>,
}

struct ViewChoice {
    href: String,
    words: String,
    is_here: bool,
}

/// Where others stand.
const VIEWPOINTS: [(&str, Viewpoint); 3] = [
    ("organisation", Viewpoint::Organisation),
    ("network", Viewpoint::Network),
    ("public", Viewpoint::Public),
];

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    let person = find_local(&ctx.db, member.person_id).await?;
    let (word, from) = VIEWPOINTS.into_iter().find(|(word, _)| *word == asked.r#as).unwrap_or(VIEWPOINTS[0]);
    let t = shell.t;
    let seen = profile_for(&person, from);
    let urls = Urls::new(&ctx.config.origin()).map_err(Problem::internal)?;
    let view = View {
        choices: choices(t, word),
        who: t.get(who(from)),
        scope: t.get(words::found_by(person.scope)),
        is_hidden: seen.is_none(),
        document: seen.as_ref().filter(|_| from != Viewpoint::Organisation).map(|seen| document(seen, &urls)),
        sheet: Sheet::new(t, seen.map_or_else(|| would_see(person, from), Ok)?, ctx.db.now(), 2),
        shell,
    };
    Ok(Html(view.render()?))
}

fn choices(t: Texts, here: &str) -> Vec<ViewChoice> {
    let choice = |(word, from): (&str, Viewpoint)| ViewChoice {
        href: format!("/profile/seen?as={word}"),
        words: t.get(title(from)),
        is_here: word == here,
    };
    VIEWPOINTS.into_iter().map(choice).collect()
}

/// What they would see if the person chose to be found by them.
fn would_see(person: Person, from: Viewpoint) -> Result<PersonView> {
    let scope = match from {
        Viewpoint::Public => Scope::Public,
        Viewpoint::Network => Scope::Network,
        Viewpoint::Organisation | Viewpoint::Own => Scope::Organisation,
    };
    profile_for(&Person { scope, ..person }, from).ok_or_else(Problem::not_found)
}

/// Exactly what other organisations get.
fn document(seen: &PersonView, urls: &Urls) -> String {
    let document = wire::Person { context: wire::context(), ..to_wire(seen, urls) };
    serde_json::to_string_pretty(&document).unwrap_or_default()
}

fn title(from: Viewpoint) -> &'static str {
    match from {
        Viewpoint::Organisation | Viewpoint::Own => "profile-seen-organisation",
        Viewpoint::Network => "profile-seen-network",
        Viewpoint::Public => "profile-seen-public",
    }
}

fn who(from: Viewpoint) -> &'static str {
    match from {
        Viewpoint::Organisation | Viewpoint::Own => "profile-seen-who-organisation",
        Viewpoint::Network => "profile-seen-who-network",
        Viewpoint::Public => "profile-seen-who-public",
    }
}
