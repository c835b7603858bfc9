//! `/groups/invitations`: the link of an invitation by mail. Whoever has an account here uses it at once; whoever works
//! elsewhere takes it to his own organisation, which asks ours what the link is for.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::Form;
use domain::accounts::Secret;
use domain::groups::members::{self, Asking, Joined, by_mail};
use domain::groups::{Words, replica};
use domain::{Error, markup, peers, people};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;
use url::Url;

use crate::error::Result;
use crate::extract::{Member, Visitor};
use crate::notice;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::marks::Origin;
use crate::pages::shell::Shell;
use crate::state::Ctx;

const PATH: &str = "/groups/invitations";
const LABELS: [(&str, &str); 1] = [("link", "groups-invitation-link")];

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/invitations" Member => bring;
        POST "/groups/invitations" Member body 4_000 => take;
        GET "/groups/invitations/{secret}" Anyone => show;
        POST "/groups/invitations/{secret}" Member body 1_000 => accept;
    }
}

/// What the link invites to, as the page says it.
struct Invited {
    name: String,
    summary: String,
    rules: String,
    origin: Option<Origin>,
    inviter: Option<String>,
    until: Option<String>,
}

impl Invited {
    fn new(words: &Words) -> Self {
        Self {
            name: words.name.clone(),
            summary: words.summary.clone(),
            rules: markup::to_html(&words.rules),
            origin: None,
            inviter: None,
            until: None,
        }
    }
}

#[derive(Template)]
#[template(path = "groups/invitation.html")]
struct View {
    shell: Shell,
    invited: Invited,
    path: String,
    is_member_here: bool,
    /// Organisations that a reader may work at, and where each takes the link.
    elsewhere: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "groups/invitation_gone.html")]
struct Gone {
    shell: Shell,
}

async fn show(
    State(ctx): State<Ctx>,
    Visitor(principal): Visitor,
    shell: Shell,
    Path(secret): Path<String>,
) -> Result<Response> {
    let found = match Secret::read(&secret) {
        Some(secret) => by_mail::find_mailed(&ctx.db, &secret).await,
        None => Err(Error::NotFound),
    };
    let (invitation, group) = match found {
        Ok(found) => found,
        Err(Error::NotFound) => {
            return Ok((StatusCode::NOT_FOUND, Html(Gone { shell }.render()?)).into_response());
        }
        Err(error) => return Err(error.into()),
    };
    let inviter = people::find(&ctx.db, invitation.by_person_id).await?.name;
    let path = format!("{PATH}/{secret}");
    let view = View {
        invited: Invited {
            inviter: Some(inviter),
            until: Some(shell.t.exact(invitation.expires_at)),
            ..Invited::new(&group.words)
        },
        is_member_here: principal.member().is_some(),
        elsewhere: elsewhere(&ctx, &path).await?,
        path,
        shell,
    };
    Ok(Html(view.render()?).into_response())
}

/// Where each connected organisation takes this link.
async fn elsewhere(ctx: &Ctx, path: &str) -> Result<Vec<(String, String)>> {
    let link = format!("{}{path}", ctx.config.origin());
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("link", &link).finish();
    let mut peers = peers::list_active(&ctx.db).await?;
    peers.sort_by_cached_key(|peer| peer.name.to_lowercase());
    Ok(peers.into_iter().map(|peer| (peer.name, format!("{}{PATH}?{query}", peer.base_url))).collect())
}

async fn accept(State(ctx): State<Ctx>, member: Member, Path(secret): Path<String>) -> Result<Response> {
    let secret = Secret::read(&secret).ok_or(Error::NotFound)?;
    let (_, group) = by_mail::find_mailed(&ctx.db, &secret).await?;
    let asking = Asking { invitation: Some(secret), ..Asking::default() };
    ctx.db.write(async |tx| members::join_by(tx, &member.principal, group.id, asking.clone()).await).await?;
    Ok(notice::then(&format!("/groups/{}", group.id), "groups-notice-joined"))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Brought {
    link: String,
}

#[derive(Template)]
#[template(path = "groups/invitation_bring.html")]
struct Bring {
    shell: Shell,
    errors: FormErrors,
    link: String,
    invited: Option<Invited>,
}

/// A link as it stands in the mail: the host it is of, and its secret.
fn read(link: &str) -> domain::Result<(String, Secret)> {
    let refused = || Error::invalid("link", "error-invitation-link");
    let url = Url::parse(link.trim()).map_err(|_| refused())?;
    let secret = url.path().strip_prefix(PATH).and_then(|rest| Secret::read(rest.trim_matches('/')));
    match (url.scheme(), secret) {
        ("http" | "https", Some(secret)) => Ok((url.authority().to_owned(), secret)),
        _ => Err(refused()),
    }
}

async fn bring(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Query(brought): Query<Brought>,
) -> Result<Response> {
    let link: String = brought.link.chars().take(500).collect();
    if link.is_empty() {
        let view = Bring { shell, errors: FormErrors::default(), link, invited: None };
        return Ok(Html(view.render()?).into_response());
    }
    let asked = async {
        let (host, secret) = read(&link)?;
        if host == ctx.config.instance.host.to_string() {
            return Ok(Err(secret));
        }
        ctx.federation.invited_to(&member.principal, &host, &secret).await.map(Ok)
    };
    match asked.await {
        Ok(Err(own)) => Ok(Redirect::to(&format!("{PATH}/{}", own.expose())).into_response()),
        Ok(Ok(found)) => {
            let origin = Some(Origin::new(&found.host.name));
            let invited = Some(Invited { origin, ..Invited::new(&found.group.words) });
            Ok(Html(Bring { shell, errors: FormErrors::default(), link, invited }.render()?).into_response())
        }
        Err(error) => Refused::new(shell.t, error, &LABELS)?
            .show(|errors| Bring { shell, errors, link, invited: None }.render()),
    }
}

/// Asks the host what the link is for, keeps the group and asks to come in, with the link.
async fn take(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Form(brought): Form<Brought>,
) -> Result<Response> {
    let me = &member.principal;
    let done = async {
        let (host, secret) = read(&brought.link)?;
        let found = ctx.federation.invited_to(me, &host, &secret).await?;
        ctx.db
            .write(async |tx| {
                let id = replica::invited_by_mail(tx, me, found.host.instance_id, &found.group).await?;
                let asking = Asking { invitation: Some(secret.clone()), ..Asking::default() };
                Ok((id, members::join_by(tx, me, id, asking).await?))
            })
            .await
    };
    match done.await {
        Ok((id, Joined::Member)) => Ok(notice::then(&format!("/groups/{id}"), "groups-notice-joined")),
        Ok((id, _)) => Ok(notice::then(&format!("/groups/{id}"), "groups-notice-on-its-way")),
        Err(error) => Refused::new(shell.t, error, &LABELS)?
            .show(|errors| Bring { shell, errors, link: brought.link, invited: None }.render()),
    }
}
