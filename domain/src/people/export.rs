//! Everything we hold about a person, in one document for that person (GDPR, articles 15 and 20). Keys and hashes are
//! left out: they prove who somebody is, they do not describe him.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use super::photo::{self, Photo};
use super::sightings::{self, Sighted};
use super::written::{self, Written};
use super::{Person, Profile, Scope, consent, find_local, reading, saved};
use crate::accounts::{self, sessions, tokens};
use crate::audit;
use crate::clock::Timestamp;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::files::{self, File};
use crate::ids::{CommentId, FileId, ItemId, PersonId};
use crate::inquiries::{self, Addition, Inquiry};
use crate::principal::{Affiliation, Principal};

/// The document, in the order a reader would ask.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Export {
    /// When it was made.
    pub made_at: String,
    pub organisation: String,
    pub id: PersonId,
    pub federation_id: String,
    pub name: String,
    pub handle: String,
    pub affiliation: Affiliation,
    /// Per field its value, who sees it, and where it came from.
    pub profile: Profile,
    pub photo: Option<ExportedPhoto>,
    pub found_by: Scope,
    pub consents: Vec<ExportedConsent>,
    pub account: Option<ExportedAccount>,
    /// What he uploaded.
    pub files: Vec<ExportedFile>,
    /// What he wrote.
    pub written: Written,
    /// What he asked of colleagues and they of him, and what was answered.
    pub inquiries: Vec<ExportedInquiry>,
    /// Searches that he keeps.
    pub saved_searches: Vec<ExportedSearch>,
    /// How often he was among the first that somebody's search showed; none while he is not found or not counted. In the steps
    /// that his own page shows: an exact count would tell him of others.
    pub found: Option<ExportedFound>,
    /// How much of the address book he read, on the days that are still kept.
    pub read: Vec<ExportedReading>,
    /// What was written down about him, and what he did.
    pub log: Vec<ExportedAct>,
    pub created_at: String,
    pub changed_at: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportedPhoto {
    pub media_type: String,
    pub sha_256: String,
    pub base64: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportedConsent {
    pub scope: Scope,
    /// Version of the sentences agreed to.
    pub text_version: i64,
    pub fields_sent: serde_json::Value,
    pub given_at: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportedAccount {
    pub email: String,
    pub email_confirmed_at: Option<String>,
    pub role: crate::principal::Role,
    pub language: Option<String>,
    pub colours: Option<String>,
    pub created_at: String,
    pub last_login_at: Option<String>,
    pub sessions: Vec<ExportedSession>,
    pub tokens: Vec<ExportedToken>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportedSession {
    pub begun_at: String,
    pub last_seen_at: String,
    pub browser: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportedToken {
    pub name: String,
    pub created_at: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportedFile {
    pub id: FileId,
    pub name: String,
    pub media_type: String,
    pub size: i64,
    pub sha_256: Option<String>,
    /// What he said that an image shows.
    pub alt: Option<String>,
    /// What it is part of.
    pub item: Option<ItemId>,
    pub comment: Option<CommentId>,
    pub uploaded_at: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportedInquiry {
    pub by: PersonId,
    pub to: PersonId,
    pub title: String,
    pub text: String,
    pub answer: Option<String>,
    /// What the two said after the answer.
    pub additions: Vec<ExportedAddition>,
    pub asked_at: String,
    pub answered_at: Option<String>,
    pub closed_at: Option<String>,
    /// Where it became public.
    pub published: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportedAddition {
    pub by: PersonId,
    pub text: String,
    pub said_at: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportedSearch {
    pub name: String,
    /// As it stands in the address of the page.
    pub query: String,
    pub is_told: bool,
    pub saved_at: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportedFound {
    pub from: String,
    pub until: String,
    pub times_at_least: i64,
    pub times_below: Option<i64>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportedReading {
    pub day: String,
    pub searches: i64,
    pub profiles: i64,
    /// Times that names were offered for what he typed.
    pub names: i64,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportedAct {
    pub at: String,
    pub by: String,
    pub action: String,
    pub about: String,
    pub detail: serde_json::Value,
}

/// Makes the document: one's own, or anyone's for an administrator who answers a request on paper.
pub async fn export(db: &Db, principal: &Principal, id: PersonId) -> Result<Export> {
    principal.require_self_or_administrator(id)?;
    let person = find_local(db, id).await?;
    let account = match accounts::find_of(db, principal, id).await {
        Ok(account) => Some(account),
        Err(Error::NotFound) => None,
        Err(error) => return Err(error),
    };
    let subjects: Vec<String> = [format!("person:{id}")]
        .into_iter()
        .chain(account.iter().map(|account| format!("account:{}", account.id)))
        .collect();
    Ok(Export {
        made_at: db.now().to_rfc3339(),
        photo: photo::find(db, id).await?.map(exported_photo),
        consents: consent::list(db, principal, id).await?.into_iter().map(exported_consent).collect(),
        files: files::list_of_uploader(db, principal, id).await?.into_iter().map(exported_file).collect(),
        written: written::read(db, id).await?,
        inquiries: exported_inquiries(db, id).await?,
        saved_searches: saved::list_of(db, id).await?.into_iter().map(exported_search).collect(),
        found: exported_found(sightings::find(db, principal, id).await?),
        read: reading::list_of(db, id).await?.into_iter().map(exported_reading).collect(),
        log: audit::list_concerning(db, principal, id, &subjects)
            .await?
            .into_iter()
            .map(exported_act)
            .collect(),
        account: match account {
            Some(account) => Some(exported_account(db, principal, account).await?),
            None => None,
        },
        ..described(person)
    })
}

fn described(person: Person) -> Export {
    Export {
        made_at: String::new(),
        organisation: person.organisation,
        id: person.id,
        federation_id: person.ap_id,
        name: person.name,
        handle: person.handle,
        affiliation: person.affiliation,
        profile: person.profile,
        found_by: person.scope,
        created_at: person.created_at.to_rfc3339(),
        changed_at: person.updated_at.to_rfc3339(),
        photo: None,
        consents: Vec::new(),
        account: None,
        files: Vec::new(),
        written: Written::default(),
        inquiries: Vec::new(),
        saved_searches: Vec::new(),
        found: None,
        read: Vec::new(),
        log: Vec::new(),
    }
}

fn exported_photo(photo: Photo) -> ExportedPhoto {
    let base64 = STANDARD.encode(&photo.bytes);
    ExportedPhoto { media_type: photo.media_type, sha_256: photo.digest, base64 }
}

fn exported_consent(consent: consent::Consent) -> ExportedConsent {
    ExportedConsent {
        scope: consent.scope,
        text_version: consent.text_version,
        fields_sent: serde_json::from_str(&consent.fields).unwrap_or_default(),
        given_at: consent.given_at.to_rfc3339(),
    }
}

fn exported_file(file: File) -> ExportedFile {
    ExportedFile {
        id: file.id,
        name: file.name,
        media_type: file.media_type,
        size: file.size_bytes,
        sha_256: file.digest,
        alt: file.alt,
        item: file.item_id,
        comment: file.comment_id,
        uploaded_at: file.created_at.to_rfc3339(),
    }
}

async fn exported_inquiries(db: &Db, person: PersonId) -> Result<Vec<ExportedInquiry>> {
    let mut exported = Vec::new();
    for inquiry in inquiries::list_of(db, person).await? {
        let additions = inquiries::list_additions(db, inquiry.id).await?;
        exported.push(exported_inquiry(inquiry, &additions));
    }
    Ok(exported)
}

fn exported_inquiry(inquiry: Inquiry, additions: &[Addition]) -> ExportedInquiry {
    let addition = |one: &Addition| ExportedAddition {
        by: inquiry.person(one.side),
        text: one.text.clone(),
        said_at: one.said_at.to_rfc3339(),
    };
    ExportedInquiry {
        additions: additions.iter().map(addition).collect(),
        by: inquiry.asker_id,
        to: inquiry.asked_id,
        title: inquiry.title,
        text: inquiry.text,
        answer: inquiry.answer,
        asked_at: inquiry.created_at.to_rfc3339(),
        answered_at: inquiry.answered_at.map(Timestamp::to_rfc3339),
        closed_at: inquiry.closed_at.map(Timestamp::to_rfc3339),
        published: inquiry.published_address,
    }
}

fn exported_search(search: saved::SavedSearch) -> ExportedSearch {
    ExportedSearch {
        name: search.name,
        query: search.query,
        is_told: search.is_told,
        saved_at: search.created_at.to_rfc3339(),
    }
}

fn exported_found(sighted: Sighted) -> Option<ExportedFound> {
    let Sighted::Times { from, until, at_least, below } = sighted else { return None };
    let (from, until) = (from.to_rfc3339(), until.to_rfc3339());
    Some(ExportedFound { from, until, times_at_least: at_least, times_below: below })
}

fn exported_reading((day, read): (String, reading::Counts)) -> ExportedReading {
    ExportedReading { day, searches: read.searches, profiles: read.profiles, names: read.names }
}

fn exported_act(entry: audit::Entry) -> ExportedAct {
    ExportedAct {
        at: entry.at.to_rfc3339(),
        by: entry.actor,
        action: entry.action,
        about: entry.subject,
        detail: serde_json::from_str(&entry.detail).unwrap_or_default(),
    }
}

async fn exported_account(
    db: &Db,
    principal: &Principal,
    account: accounts::Account,
) -> Result<ExportedAccount> {
    let when = |at: Option<Timestamp>| at.map(Timestamp::to_rfc3339);
    let sessions = sessions::list(db, principal, account.id).await?;
    // Tokens belong to whoever made them; an administrator sees only his own.
    let is_own = principal.member().is_some_and(|member| member.account_id == account.id);
    let tokens = if is_own { tokens::list(db, principal).await? } else { Vec::new() };
    Ok(ExportedAccount {
        email: account.email,
        email_confirmed_at: when(account.email_confirmed_at),
        role: account.role,
        language: account.language,
        colours: account.scheme,
        created_at: account.created_at.to_rfc3339(),
        last_login_at: when(account.last_login_at),
        sessions: sessions
            .into_iter()
            .map(|session| ExportedSession {
                begun_at: session.created_at.to_rfc3339(),
                last_seen_at: session.last_seen_at.to_rfc3339(),
                browser: session.user_agent,
            })
            .collect(),
        tokens: tokens
            .into_iter()
            .map(|token| ExportedToken { name: token.name, created_at: token.created_at.to_rfc3339() })
            .collect(),
    })
}
