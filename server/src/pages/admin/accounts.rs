//! `/admin/accounts`: who has an account, who waits for one, and inviting somebody.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::AccountId;
use domain::accounts::administer::{self, Filter, Shown};
use domain::accounts::invite::{self, Invitation};
use domain::people::Profile;
use domain::principal::{Affiliation, Role};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::account_words::{StateWords, affiliation, role, shown};
use crate::error::Result;
use crate::extract::Admin;
use crate::i18n::{Moment, Texts};
use crate::notice;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/admin/accounts" Admin => list;
        GET "/admin/accounts/invite" Admin => show_invite;
        POST "/admin/accounts/invite" Admin body 8_000 => send_invite;
    }
}

/// What the filter asks for; words we do not know count as no choice.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
    state: String,
    role: String,
    after: Option<AccountId>,
}

#[derive(Template)]
#[template(path = "admin/accounts.html")]
struct View {
    shell: Shell,
    asked: Asked,
    states: Vec<(String, String)>,
    roles: Vec<(String, String)>,
    rows: Vec<Row>,
    first: Option<String>,
    next: Option<String>,
}

struct Row {
    href: String,
    called: String,
    email: String,
    state: StateWords,
    role: String,
    seen: Option<Moment>,
}

async fn list(
    State(ctx): State<Ctx>,
    admin: Admin,
    shell: Shell,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    let (t, now) = (shell.t, ctx.clock.now());
    let filter = Filter {
        words: asked.q.chars().take(200).collect(),
        state: Shown::parse(&asked.state),
        role: read_role(&asked.role),
        after: asked.after,
    };
    let (accounts, has_more) = administer::list(&ctx.db, &admin.principal, &filter).await?;
    let next = accounts.last().filter(|_| has_more).map(|last| asked.href(Some(last.id)));
    let rows = accounts.into_iter().map(|account| Row {
        href: format!("/admin/accounts/{}", account.id),
        state: StateWords::of(t, &account),
        role: role(t, account.role),
        seen: account.last_login_at.map(|at| t.moment(at, now)),
        called: account.name,
        email: account.email,
    });
    let first = asked.after.map(|_| asked.href(None));
    let (rows, states, roles) = (rows.collect(), states(t), roles(t));
    Ok(Html(View { shell, asked, states, roles, rows, first, next }.render()?))
}

impl Asked {
    /// The same list from another place.
    fn href(&self, after: Option<AccountId>) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs([("q", &self.q), ("state", &self.state), ("role", &self.role)]);
        if let Some(after) = after {
            query.append_pair("after", &after.to_string());
        }
        format!("/admin/accounts?{}", query.finish())
    }
}

pub(super) fn read_role(word: &str) -> Option<Role> {
    match word {
        "member" => Some(Role::Member),
        "administrator" => Some(Role::Administrator),
        _ => None,
    }
}

fn states(t: Texts) -> Vec<(String, String)> {
    let all = Shown::ALL.into_iter().map(|one| (one.as_str().to_owned(), shown(t, one)));
    std::iter::once((String::new(), t.get("accounts-all"))).chain(all).collect()
}

fn roles(t: Texts) -> Vec<(String, String)> {
    let pair = |word: &str, one| (word.to_owned(), role(t, one));
    let all = (String::new(), t.get("accounts-all"));
    vec![all, pair("member", Role::Member), pair("administrator", Role::Administrator)]
}

const LABELS: [(&str, &str); 3] =
    [("name", "account-name"), ("email", "account-email"), ("affiliation", "accounts-affiliation")];

#[derive(Default, Deserialize)]
struct Typed {
    name: String,
    email: String,
    affiliation: String,
}

#[derive(Template)]
#[template(path = "admin/account_invite.html")]
struct InviteView {
    shell: Shell,
    errors: FormErrors,
    typed: Typed,
    affiliations: Vec<(String, String)>,
}

async fn show_invite(_: Admin, shell: Shell) -> Result<Html<String>> {
    let affiliations = affiliations(shell.t);
    Ok(Html(
        InviteView { shell, errors: FormErrors::default(), typed: Typed::default(), affiliations }
            .render()?,
    ))
}

fn affiliations(t: Texts) -> Vec<(String, String)> {
    let pair = |word: &str, one| (word.to_owned(), affiliation(t, one));
    vec![
        pair("staff", Affiliation::Staff),
        pair("external", Affiliation::External),
        pair("guest", Affiliation::Guest),
    ]
}

async fn send_invite(
    State(ctx): State<Ctx>,
    admin: Admin,
    shell: Shell,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let done = async {
        let affiliation = match typed.affiliation.as_str() {
            "staff" => Affiliation::Staff,
            "external" => Affiliation::External,
            "guest" => Affiliation::Guest,
            _ => return Err(domain::Error::invalid("affiliation", "error-choice")),
        };
        let (name, email) = (typed.name.clone(), typed.email.clone());
        let (role, profile) = (Role::Member, Profile::default());
        let invitation = Invitation { name, email, affiliation, role, profile };
        ctx.db.write(async |tx| invite::invite(tx, &admin.principal, invitation).await).await
    };
    match done.await {
        Ok(id) => Ok(notice::then(&format!("/admin/accounts/{id}"), "accounts-notice-invited")),
        Err(error) => {
            let affiliations = affiliations(shell.t);
            Refused::new(shell.t, error, &LABELS)?
                .show(|errors| InviteView { shell, errors, typed, affiliations }.render())
        }
    }
}
