//! The frame of the page for this reader: language, where he is, who he is.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri, header};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::Cookie;
use domain::notifications;

use crate::config::Config;
use crate::cookies;
use crate::i18n::{self, Language, Texts};
use crate::layers::identify::Identity;
use crate::notice;
use crate::pages::marks;
use crate::pages::shell::{Me, Scheme, Shell};
use crate::state::Ctx;

impl FromRequestParts<Ctx> for Shell {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, ctx: &Ctx) -> Result<Self, Infallible> {
        let mut shell = Self::of(ctx, &parts.headers, &parts.uri);
        if let Some(identity) = parts.extensions.get::<Identity>() {
            shell.recognise(identity);
            shell.count_unread(ctx, identity).await;
        }
        shell.notice = notice::waiting(&parts.headers, shell.t);
        Ok(shell)
    }
}

impl Shell {
    /// The frame for a reader of whom we know only what the request says.
    pub fn of(ctx: &Ctx, headers: &HeaderMap, uri: &Uri) -> Self {
        let config = &ctx.config;
        let jar = CookieJar::from_headers(headers);
        let chosen = |name| jar.get(name).map(Cookie::value);
        let language_chosen = chosen(cookies::LANGUAGE).and_then(Language::parse);
        Self {
            t: Texts::new(language(headers, language_chosen, config)),
            language_chosen,
            organisation: config.instance.name.clone(),
            theme: ctx.house_style.clone(),
            scheme: chosen(cookies::SCHEME).and_then(Scheme::parse).unwrap_or_default(),
            shortcuts: chosen(cookies::SHORTCUTS) != Some("off"),
            here: uri.path_and_query().map_or("/", |path| path.as_str()).to_owned(),
            me: None,
            languages: config.instance.languages.clone(),
            notice: None,
            is_development: config.development.enabled,
        }
    }

    /// Adds who is signed in, and the language and colours of his account unless this browser was told others.
    pub fn recognise(&mut self, identity: &Identity) {
        let Some(signed_in) = &identity.signed_in else { return };
        let of_account = || signed_in.language.as_deref().and_then(Language::parse);
        let language = self.language_chosen.or_else(of_account);
        if let Some(language) = language.filter(|language| self.languages.contains(language)) {
            self.t = Texts::new(language);
        }
        if self.scheme == Scheme::Auto {
            self.scheme = signed_in.scheme.as_deref().and_then(Scheme::parse).unwrap_or_default();
        }
        self.me = Some(Me {
            id: signed_in.member.person_id.to_string(),
            name: signed_in.name.clone(),
            photo: signed_in
                .photo
                .as_deref()
                .map(|digest| marks::photo_path(signed_in.member.person_id, digest)),
            is_administrator: identity.principal.is_administrator(),
            unread: 0,
        });
    }
}

impl Shell {
    /// One statement for each page. A bell that cannot be read rings for nothing; the page is there all the same.
    async fn count_unread(&mut self, ctx: &Ctx, identity: &Identity) {
        let (Some(me), Some(person)) = (self.me.as_mut(), identity.principal.person_id()) else { return };
        match notifications::count_unread(&ctx.db, person).await {
            Ok(unread) => me.unread = unread,
            Err(error) => tracing::warn!(%error, "could not count what a reader was told"),
        }
    }
}

/// What he chose, else what the browser asks for, else the organisation's first.
fn language(headers: &HeaderMap, chosen: Option<Language>, config: &Config) -> Language {
    let offered = &config.instance.languages;
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let accepted = || i18n::accepted(asked?, offered);
    let chosen = chosen.filter(|language| offered.contains(language));
    chosen.or_else(accepted).unwrap_or_else(|| config.default_language())
}
