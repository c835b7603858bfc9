//! Tabs, places to look and filters beside the results: each with how many things it keeps, in the reader's words.

use std::collections::HashMap;

use domain::groups::Group as Network;
use domain::people::Face;
use domain::{Db, GroupId, PersonId, Principal, concepts, groups, people};
use search::PublishedFound;
use search::published::{Facet, FacetKind, FacetValue, Period, Scope, Sort};

use super::question::{Kin, Question};
use super::row::{self, Names, Row};
use crate::error::Result;
use crate::i18n::{Language, Texts};
use crate::pages::people::filters::{Choice, Chosen, Group};
use crate::pages::words;

/// The order in which people choose.
const ORDER: [FacetKind; 6] = [
    FacetKind::Sort,
    FacetKind::Group,
    FacetKind::Author,
    FacetKind::Subject,
    FacetKind::Period,
    FacetKind::Language,
];
/// Groups that begin open.
const OPEN_MAX: usize = 3;

/// The answer in the reader's words.
pub struct Panel {
    pub rows: Vec<Row>,
    pub tabs: Vec<Tab>,
    pub places: Vec<PlaceChoice>,
    pub groups: Vec<Group>,
    /// What is chosen, each with a link that lets it go.
    pub chosen: Vec<Chosen>,
    pub clear: String,
}

pub struct Tab {
    pub words: String,
    pub href: String,
    pub count: Option<u32>,
    pub is_chosen: bool,
}

/// Where one may look.
pub struct PlaceChoice {
    pub value: String,
    pub words: String,
    pub is_chosen: bool,
}

impl Panel {
    /// One statement for the faces, one for the networks, one for the subjects.
    pub async fn new(
        db: &Db,
        t: Texts,
        principal: &Principal,
        question: &Question,
        found: &PublishedFound,
    ) -> Result<Self> {
        let known = Known::find(db, t, principal, question, found).await?;
        let names = Names { t, now: db.now(), faces: &known.faces, groups: &known.groups };
        let mut facets: Vec<&Facet> = found.facets.iter().collect();
        facets.sort_by_key(|facet| ORDER.iter().position(|kind| *kind == facet.kind));
        let mut groups: Vec<Group> =
            facets.into_iter().filter_map(|facet| known.group(question, facet)).collect();
        for (at, group) in groups.iter_mut().enumerate() {
            group.is_open = at < OPEN_MAX || group.options.iter().any(|option| option.is_chosen);
        }
        let chosen = question.chosen().into_iter().map(|(name, value)| Chosen {
            words: known.of(name, &value),
            without: question.without(name, &value).href(),
        });
        Ok(Self {
            rows: found.things.iter().map(|thing| Row::new(&names, thing)).collect(),
            tabs: tabs(t, question, found),
            places: known.places(question),
            chosen: chosen.collect(),
            clear: question.words_alone().href(),
            groups,
        })
    }
}

fn tabs(t: Texts, question: &Question, found: &PublishedFound) -> Vec<Tab> {
    let values =
        found.facets.iter().filter(|facet| facet.kind == FacetKind::Sort).flat_map(|facet| &facet.values);
    let counted: Vec<(Sort, u32)> =
        values.filter_map(|value| Some((Sort::parse(&value.value)?, value.count))).collect();
    let count = |kin: Option<Kin>| {
        let within = counted.iter().filter(|(sort, _)| kin.is_none_or(|kin| kin.holds(*sort)));
        within.map(|(_, count)| count).sum::<u32>()
    };
    let tab = |kin: Option<Kin>, key: &str| Tab {
        words: t.get(key),
        href: question.of_kin(kin).href(),
        count: (!found.is_by_title).then(|| count(kin)),
        is_chosen: question.kin == kin,
    };
    vec![
        tab(None, "search-tab-all"),
        tab(Some(Kin::Networks), "search-tab-networks"),
        tab(Some(Kin::Posts), "search-tab-posts"),
        tab(Some(Kin::Comments), "search-tab-comments"),
        tab(Some(Kin::Files), "search-tab-files"),
        tab(Some(Kin::Wiki), "search-tab-wiki"),
    ]
}

/// What values are called: looked up once for the page.
struct Known {
    t: Texts,
    faces: HashMap<PersonId, Face>,
    groups: HashMap<GroupId, Network>,
    subjects: HashMap<String, String>,
}

impl Known {
    async fn find(
        db: &Db,
        t: Texts,
        principal: &Principal,
        question: &Question,
        found: &PublishedFound,
    ) -> Result<Self> {
        let listed = |kind: FacetKind| {
            let facets = found.facets.iter().filter(move |facet| facet.kind == kind);
            facets.flat_map(|facet| &facet.values).map(|value| value.value.as_str())
        };
        let authors = found.things.iter().filter_map(|thing| row::author(&thing.what));
        let authors = authors.chain(listed(FacetKind::Author).filter_map(|id| id.parse().ok()));
        let faces = people::faces(db, principal, authors.collect::<Vec<_>>()).await?;
        let items = found.things.iter().filter_map(|thing| row::item(&thing.what)?.group_id);
        let mut ids: Vec<GroupId> =
            items.chain(listed(FacetKind::Group).filter_map(|id| id.parse().ok())).collect();
        ids.extend(if let Scope::Group(id) = question.scope { Some(id) } else { None });
        ids.sort_unstable();
        ids.dedup();
        let groups = groups::list_by_id(db, principal, &ids).await?;
        let uris: Vec<String> = listed(FacetKind::Subject).map(str::to_owned).collect();
        Ok(Self {
            t,
            faces,
            groups: groups.into_iter().map(|group| (group.id, group)).collect(),
            subjects: subjects(db, t, &uris, found).await?,
        })
    }

    fn places(&self, question: &Question) -> Vec<PlaceChoice> {
        let one = |scope: Scope, words: String| PlaceChoice {
            value: question.within(scope).scope_word(),
            words,
            is_chosen: question.scope == scope,
        };
        let mut places = vec![
            one(Scope::Everything, self.t.get("search-in-everything")),
            one(Scope::Mine, self.t.get("search-in-mine")),
        ];
        if let Scope::Group(id) = question.scope
            && let Some(group) = self.groups.get(&id)
        {
            let words = self.t.with("search-in-network", [("name", group.words.name.as_str())]);
            places.push(one(question.scope, words));
        }
        places
    }

    /// One filter; nothing for what cannot narrow further.
    fn group(&self, question: &Question, facet: &Facet) -> Option<Group> {
        let (name, key) = named(facet.kind);
        let is_meant = |value: &&FacetValue| match facet.kind {
            FacetKind::Sort => Sort::parse(&value.value).is_some_and(|sort| {
                let has_some = value.count > 0 || question.filters.sorts.contains(&sort);
                has_some && is_kind_to_tick(question, sort)
            }),
            FacetKind::Group => !matches!(question.scope, Scope::Group(_)) && self.knows(name, value),
            _ => self.knows(name, value),
        };
        let values = facet.values.iter().filter(is_meant);
        let ticked = |value: &FacetValue| match facet.kind {
            // The engine was asked for all of a tab; the reader ticked fewer.
            FacetKind::Sort => question.filters.sorts.iter().any(|sort| sort.as_str() == value.value),
            _ => value.is_chosen,
        };
        let option = |(at, value): (usize, &FacetValue)| Choice {
            id: format!("filter-{name}-{at}"),
            words: self.of(name, &value.value),
            count: Some(value.count),
            is_chosen: ticked(value),
            value: value.value.clone(),
        };
        let options: Vec<Choice> = values.enumerate().map(option).collect();
        let narrows = options.len() > 1 || options.iter().any(|option| option.is_chosen);
        narrows.then(|| Group { title: self.t.get(key), name, options, is_open: false })
    }

    /// What has no name that this reader may see is left out.
    fn knows(&self, name: &str, value: &FacetValue) -> bool {
        match name {
            "group" => value.value.parse().is_ok_and(|id| self.groups.contains_key(&id)),
            "author" => self.name(&value.value).is_some(),
            "subject" => value.is_chosen || self.subjects.contains_key(&value.value),
            _ => true,
        }
    }

    fn name(&self, id: &str) -> Option<String> {
        let face = self.faces.get(&id.parse().ok()?)?;
        (!face.name.is_empty()).then(|| face.name.clone())
    }

    /// A filter value in words, by its name in the form.
    fn of(&self, name: &str, value: &str) -> String {
        let known = match name {
            "type" => Sort::parse(value).map(|sort| self.t.get(row::word(sort))),
            "group" => {
                value.parse().ok().and_then(|id| self.groups.get(&id)).map(|group| group.words.name.clone())
            }
            "author" => self.name(value),
            "subject" => self.subjects.get(value).cloned(),
            "language" => Some(words::language(self.t, value)),
            "period" => Period::parse(value).map(|period| self.t.get(period_word(period))),
            _ => None,
        };
        known.unwrap_or_else(|| value.to_owned())
    }
}

/// Kinds that can be ticked: of the posts and comments, within the tab.
fn is_kind_to_tick(question: &Question, sort: Sort) -> bool {
    let has_kinds = !matches!(sort, Sort::Group | Sort::File | Sort::Page);
    has_kinds && question.kin.is_none_or(|kin| kin.holds(sort))
}

/// The form's name of a filter and its heading.
fn named(kind: FacetKind) -> (&'static str, &'static str) {
    match kind {
        FacetKind::Sort => ("type", "search-filter-type"),
        FacetKind::Group => ("group", "search-filter-group"),
        FacetKind::Author => ("author", "search-filter-author"),
        FacetKind::Subject => ("subject", "search-filter-subject"),
        FacetKind::Language => ("language", "search-filter-language"),
        FacetKind::Period => ("period", "search-filter-period"),
    }
}

fn period_word(period: Period) -> &'static str {
    match period {
        Period::Week => "search-period-week",
        Period::Month => "search-period-month",
        Period::Year => "search-period-year",
    }
}

/// As our taxonomy calls them; subjects that only another organisation knows, as the items brought them along.
async fn subjects(
    db: &Db,
    t: Texts,
    uris: &[String],
    found: &PublishedFound,
) -> Result<HashMap<String, String>> {
    let said = |nl: &str, en: &str| if t.language() == Language::Nl { nl.to_owned() } else { en.to_owned() };
    let brought = found.things.iter().filter_map(|thing| row::item(&thing.what));
    let brought = brought.flat_map(|item| &item.subjects);
    let mut names: HashMap<String, String> =
        brought.map(|subject| (subject.uri.clone(), said(&subject.nl, &subject.en))).collect();
    let concepts = concepts::list(db, uris).await?;
    names.extend(concepts.into_iter().map(|one| (one.uri, said(&one.label_nl, &one.label_en))));
    Ok(names)
}
