//! What the stand-in holds: indexes with their settings and documents, tasks that take effect later, and one key.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value, json};

use super::filter::Filter;

pub type Document = Map<String, Value>;
pub type Refusal = (u16, &'static str, String);

/// Without a setting of its own an index tells no larger totals and no more values.
const TOTAL_HITS: u64 = 1_000;
const FACET_VALUES: u64 = 100;

#[derive(Default)]
pub struct Store {
    pub indexes: BTreeMap<String, Index>,
    pub tasks: Vec<Task>,
    pub key: String,
    pub actions: Vec<String>,
    /// `plein-*`
    pub pattern: String,
    /// The next task of this type fails.
    pub failing: Option<String>,
    pub refused: Vec<String>,
    pub refuses_quietly: bool,
    pub asked: Vec<String>,
}

#[derive(Default, Clone)]
pub struct Index {
    pub settings: Settings,
    pub documents: BTreeMap<String, Document>,
}

#[derive(Default, Clone)]
pub struct Settings {
    /// Each filterable attribute, and whether its values can be searched.
    pub filterable: HashMap<String, bool>,
    pub sortable: Vec<String>,
    pub sorts: bool,
    pub total_hits_max: Option<u64>,
    pub facet_values_max: Option<u64>,
}

#[derive(Clone)]
pub struct Task {
    pub uid: usize,
    pub index: Option<String>,
    pub kind: &'static str,
    pub status: &'static str,
    pub error: Option<Value>,
    pub work: Work,
}

#[derive(Clone)]
pub enum Work {
    Create,
    Remove,
    Swap(String, String),
    Settings(Box<Settings>),
    Add(Vec<Document>),
    Delete(Vec<String>),
}

impl Store {
    pub fn with_key(key: &str, actions: &[&str], pattern: &str) -> Self {
        let actions = actions.iter().map(|action| (*action).to_owned()).collect();
        Self { key: key.into(), actions, pattern: pattern.into(), ..Self::default() }
    }

    pub fn may_use(&self, index: &str) -> bool {
        self.pattern.strip_suffix('*').map_or(index == self.pattern, |start| index.starts_with(start))
    }

    pub fn index(&self, uid: &str) -> Result<&Index, Refusal> {
        self.indexes.get(uid).ok_or_else(|| (404, "index_not_found", format!("Index `{uid}` not found.")))
    }

    /// Takes a task in; nothing has happened yet.
    pub fn enqueue(&mut self, kind: &'static str, index: Option<&str>, work: Work) -> Value {
        let uid = self.tasks.len();
        let index = index.map(str::to_owned);
        self.tasks.push(Task { uid, index: index.clone(), kind, status: "enqueued", error: None, work });
        json!({ "taskUid": uid, "indexUid": index, "status": "enqueued", "type": kind, "enqueuedAt": "2026-11-27T10:00:00Z" })
    }

    /// A task as it is when it is looked at; by the next look it has moved on, and all before it are done.
    pub fn look_at(&mut self, uid: usize) -> Option<Value> {
        match self.tasks.get(uid)?.status {
            "enqueued" => self.tasks[uid].status = "processing",
            "processing" => (0..=uid).for_each(|earlier| self.carry_out(earlier)),
            _ => {}
        }
        self.tasks.get(uid).map(Task::shown)
    }

    fn carry_out(&mut self, uid: usize) {
        let Task { status, kind, index, work, .. } = self.tasks[uid].clone();
        if matches!(status, "succeeded" | "failed") {
            return;
        }
        let done = match self.failing.take_if(|failing| failing == kind) {
            Some(_) => {
                Err(("no_space_left_on_device", "There is no more space left on the device.".to_owned()))
            }
            None => self.perform(index.as_deref().unwrap_or_default(), work),
        };
        let task = &mut self.tasks[uid];
        match done {
            Ok(()) => task.status = "succeeded",
            Err((code, message)) => {
                task.status = "failed";
                task.error = Some(fault(code, &message));
            }
        }
    }

    fn perform(&mut self, uid: &str, work: Work) -> Result<(), (&'static str, String)> {
        let missing = |uid: &str| ("index_not_found", format!("Index `{uid}` not found."));
        match work {
            Work::Create if self.indexes.contains_key(uid) => {
                return Err(("index_already_exists", format!("Index `{uid}` already exists.")));
            }
            Work::Create => drop(self.indexes.insert(uid.to_owned(), Index::default())),
            Work::Remove => drop(self.indexes.remove(uid).ok_or_else(|| missing(uid))?),
            Work::Swap(one, other) => {
                let first = self.indexes.get(&one).cloned().ok_or_else(|| missing(&one))?;
                let second = self.indexes.insert(other.clone(), first).ok_or_else(|| missing(&other))?;
                self.indexes.insert(one, second);
            }
            Work::Settings(settings) => {
                self.indexes.get_mut(uid).ok_or_else(|| missing(uid))?.settings = *settings;
            }
            Work::Add(documents) => {
                let index = self.indexes.get_mut(uid).ok_or_else(|| missing(uid))?;
                for document in documents {
                    index.documents.insert(document["id"].as_str().unwrap_or_default().to_owned(), document);
                }
            }
            Work::Delete(ids) => {
                let index = self.indexes.get_mut(uid).ok_or_else(|| missing(uid))?;
                ids.iter().for_each(|id| drop(index.documents.remove(id)));
            }
        }
        Ok(())
    }
}

impl Index {
    /// The documents of an expression, whose attributes must be filterable.
    pub fn matching(&self, text: &str) -> Result<Vec<&Document>, Refusal> {
        let wrong = |message: String| (400, "invalid_search_filter", message);
        let filter = Filter::parse(text).map_err(wrong)?;
        let mut attributes = Vec::new();
        filter.attributes(&mut attributes);
        if let Some(unknown) = attributes.iter().find(|name| !self.settings.filterable.contains_key(**name)) {
            return Err(wrong(format!("Attribute `{unknown}` is not filterable.")));
        }
        Ok(self.documents.values().filter(|document| filter.matches(document)).collect())
    }

    pub fn total_hits_max(&self) -> u64 {
        self.settings.total_hits_max.unwrap_or(TOTAL_HITS)
    }

    pub fn facet_values_max(&self) -> usize {
        usize::try_from(self.settings.facet_values_max.unwrap_or(FACET_VALUES)).unwrap()
    }
}

impl Task {
    pub fn shown(&self) -> Value {
        let mut shown = json!({
            "uid": self.uid, "batchUid": null, "indexUid": self.index, "status": self.status, "type": self.kind,
            "canceledBy": null, "details": null, "error": self.error, "duration": null,
            "enqueuedAt": "2026-11-27T10:00:00Z", "startedAt": null, "finishedAt": null,
        });
        if self.status != "enqueued" {
            shown["startedAt"] = json!("2026-11-27T10:00:01.5Z");
        }
        if self.error.is_some() || self.status == "succeeded" {
            shown["finishedAt"] = json!("2026-11-27T10:00:02Z");
            shown["duration"] = json!("PT0.5S");
        }
        shown
    }
}

pub fn fault(code: &str, message: &str) -> Value {
    let kind = match code {
        "invalid_api_key" | "missing_authorization_header" => "auth",
        "no_space_left_on_device" => "system",
        _ => "invalid_request",
    };
    let link = format!("https://docs.meilisearch.com/errors#{code}");
    json!({ "message": message, "code": code, "type": kind, "link": link })
}
