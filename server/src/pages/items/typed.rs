//! The form of an item: what was typed, and what the house makes of it.

use domain::groups::Group;
use domain::items::kinds::file::Filed;
use domain::items::kinds::poll::NewPoll;
use domain::items::{self, Detail, Item, ItemEdit, Kind, Moment, NewDetail, NewItem};
use domain::{Audience, Db, Error, FieldError, FileId, Result, Timestamp};
use serde::Deserialize;

use super::audience;
use crate::i18n::{Texts, from_input, to_input};
use crate::pages::files::list;
use crate::pages::{subjects, words};

/// As it stands in the form.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    pub kind: String,
    pub title: String,
    pub body: String,
    pub language: String,
    pub audience: String,
    pub subjects: String,
    /// One on each line.
    pub options: String,
    pub multiple: String,
    pub closes: String,
    pub publish: String,
    pub archive: String,
    /// Where a file lies.
    pub folder: String,
    /// Ids of the files that it has.
    pub files: Vec<String>,
    /// The version one had before one; empty for something new.
    pub version: String,
    /// The button: `publish`, `draft`, `plan` or `save`.
    #[serde(rename = "do")]
    pub act: String,
}

pub const LABELS: [(&str, &str); 11] = [
    ("title", "items-title"),
    ("body", "items-body"),
    ("audience", "items-audience"),
    ("files", "files-title"),
    ("folder", "files-folder"),
    ("subjects", "items-subjects"),
    ("options", "items-poll-options"),
    ("option", "items-poll"),
    ("closes", "items-poll-closes"),
    ("publish", "items-publish-at"),
    ("archive", "items-archive-at"),
];

/// An audience that one may choose: value, words, icon.
pub struct AudienceChoice {
    pub value: &'static str,
    pub words: String,
    pub icon: &'static str,
}

/// The audiences of the network in words; its own first.
pub fn audiences(t: Texts, group: Option<&Group>) -> Vec<AudienceChoice> {
    let allowed = match group {
        Some(group) => items::allowed(group),
        None => vec![Audience::Network, Audience::Organisation, Audience::Public, Audience::Own],
    };
    let choice = |one: Audience| AudienceChoice {
        value: one.as_str(),
        words: audience::sentence(t, one, group),
        icon: words::audience_icon(one),
    };
    allowed.into_iter().map(choice).collect()
}

impl Typed {
    /// An empty form.
    pub fn blank(t: Texts, kind: Kind, group: &Group) -> Self {
        Self {
            kind: kind.as_str().to_owned(),
            language: t.tag().to_owned(),
            audience: items::allowed(group).first().map_or("", |audience| audience.as_str()).to_owned(),
            ..Self::default()
        }
    }

    /// What stands now.
    pub fn of(t: Texts, item: &Item) -> Self {
        let poll = if let Detail::Poll(poll) = &item.detail { Some(poll) } else { None };
        let moment = |at: Option<Timestamp>| at.map(to_input).unwrap_or_default();
        Self {
            kind: item.kind.as_str().to_owned(),
            title: item.title.clone(),
            body: item.body.clone(),
            language: item.language.clone(),
            audience: item.audience.as_str().to_owned(),
            subjects: subjects::typed(t, &item.subjects),
            options: poll.map(options).unwrap_or_default(),
            multiple: if poll.is_some_and(|poll| poll.is_multiple) { "yes" } else { "" }.to_owned(),
            closes: moment(poll.and_then(|poll| poll.closes_at)),
            publish: moment(item.publish_at),
            archive: moment(item.archive_at),
            folder: item.detail.folder().unwrap_or_default().to_owned(),
            files: Vec::new(),
            version: item.version.to_string(),
            act: String::new(),
        }
    }

    pub fn kind(&self) -> Kind {
        Kind::parse(&self.kind).unwrap_or(Kind::Status)
    }

    pub async fn to_new(&self, db: &Db, group: &Group) -> Result<NewItem> {
        let subjects = subjects::read(db, &self.subjects).await;
        let (subjects, rest) = domain::both(subjects, self.rest(None))?;
        Ok(NewItem {
            group_id: Some(group.id),
            kind: self.kind(),
            audience: rest.audience,
            title: self.title.clone(),
            body: self.body.clone(),
            language: self.language.clone(),
            subjects,
            detail: rest.detail,
            moment: rest.moment.unwrap_or(Moment::Now),
            archive_at: rest.archive_at,
            files: self.file_ids(),
            origin: None,
        })
    }

    pub async fn to_edit(&self, db: &Db, item: &Item) -> Result<ItemEdit> {
        let subjects = subjects::read(db, &self.subjects).await;
        let (subjects, rest) = domain::both(subjects, self.rest(Some(item)))?;
        Ok(ItemEdit {
            version: self.version.parse().ok(),
            audience: rest.audience,
            title: self.title.clone(),
            body: self.body.clone(),
            language: self.language.clone(),
            subjects,
            detail: rest.detail,
            moment: rest.moment,
            archive_at: rest.archive_at,
            files: self.file_ids(),
            origin: None,
        })
    }

    pub fn file_ids(&self) -> Vec<FileId> {
        list::ids_of(&self.files)
    }

    fn rest(&self, before: Option<&Item>) -> Result<Rest> {
        let mut errors = Vec::new();
        let audience = Audience::parse(&self.audience);
        if audience.is_none() {
            errors.push(FieldError::new("audience", "error-audience"));
        }
        let archive_at =
            moment("archive", &self.archive, before.and_then(|item| item.archive_at), &mut errors);
        let detail = self.detail(before, &mut errors);
        let moment = self.moment(before, &mut errors);
        match audience {
            Some(audience) if errors.is_empty() => Ok(Rest { audience, detail, moment, archive_at }),
            _ => Err(Error::Invalid(errors)),
        }
    }

    fn detail(&self, before: Option<&Item>, errors: &mut Vec<FieldError>) -> NewDetail {
        let kind = before.map_or(self.kind(), |item| item.kind);
        if kind == Kind::File {
            return NewDetail::File(Filed { folder: self.folder.clone() });
        }
        if kind != Kind::Poll {
            return NewDetail::Plain;
        }
        let poll =
            before.and_then(|item| if let Detail::Poll(poll) = &item.detail { Some(poll) } else { None });
        let closes_at = moment("closes", &self.closes, poll.and_then(|poll| poll.closes_at), errors);
        // What was voted for stays as it is, whatever a form sends.
        let voted = poll.filter(|poll| poll.voters > 0);
        NewDetail::Poll(match voted {
            Some(poll) => NewPoll {
                options: poll.options.iter().map(|option| option.text.clone()).collect(),
                is_multiple: poll.is_multiple,
                closes_at,
            },
            None => NewPoll {
                options: self.options.lines().map(str::to_owned).collect(),
                is_multiple: self.multiple == "yes",
                closes_at,
            },
        })
    }

    fn moment(&self, before: Option<&Item>, errors: &mut Vec<FieldError>) -> Option<Moment> {
        match self.act.as_str() {
            "publish" => Some(Moment::Now),
            "draft" => Some(Moment::Draft),
            "plan" if self.publish.trim().is_empty() => {
                errors.push(FieldError::new("publish", "error-required"));
                None
            }
            "plan" => {
                let planned = before.and_then(|item| item.publish_at);
                moment("publish", &self.publish, planned, errors).map(Moment::At)
            }
            _ => None,
        }
    }
}

struct Rest {
    audience: Audience,
    detail: NewDetail,
    moment: Option<Moment>,
    archive_at: Option<Timestamp>,
}

/// A field knows minutes; a moment that was left alone keeps its seconds.
fn moment(
    field: &str,
    typed: &str,
    before: Option<Timestamp>,
    errors: &mut Vec<FieldError>,
) -> Option<Timestamp> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    if let Some(before) = before.filter(|before| to_input(*before) == typed) {
        return Some(before);
    }
    let moment = from_input(typed);
    if moment.is_none() {
        errors.push(FieldError::new(field, "error-moment"));
    }
    moment
}

fn options(poll: &items::kinds::poll::Poll) -> String {
    poll.options.iter().map(|option| option.text.as_str()).collect::<Vec<_>>().join("\n")
}
