//! From what happened in groups to what is said: the host announces to the instances of its members, and answers those who
//! ask; elsewhere the deeds of our people go to the group's host, each with a proof by our key.

use domain::accounts::Secret;
use domain::acts::{self, Act, Mark, Measure, Sent};
use domain::delivery::{self, Outgoing, Target};
use domain::files;
use domain::groups::desk::Decision;
use domain::groups::{self, Group, appeals, feed, measures};
use domain::items::{Piece, moderate, signs::Sign};
use domain::outbox::Event;
use domain::peers::{self, Peer};
use domain::people::{self, Person};
use domain::{CommentId, Error, GroupId, InstanceId, ItemId, PersonId, Principal, Tx, items};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{ordering_key, wiki};
use crate::door::Federation;
use crate::objects::{group as objects, post};
use crate::outbox::target;
use crate::wire::{self, Said, Speaker, Verb};

/// What the house reads for others.
const SAY: Principal = Principal::System("say");

/// An activity with where it goes and what is remembered of it.
pub(crate) struct Planned {
    pub outgoing: Outgoing,
    pub targets: Vec<Target>,
    /// The thing it tells about, for "delivered to".
    pub about: Option<Uuid>,
    /// It tells the whole of it, so that the word before need not arrive.
    pub is_whole: bool,
    /// The act of one of ours that it is.
    pub sent: Option<Sent>,
    /// The measure that it tells of, and the instances that are to confirm it.
    pub measure: Option<(Uuid, Vec<InstanceId>)>,
}

impl From<(Outgoing, Vec<Target>)> for Planned {
    fn from((outgoing, targets): (Outgoing, Vec<Target>)) -> Self {
        Self { outgoing, targets, about: None, is_whole: false, sent: None, measure: None }
    }
}

impl Planned {
    /// Queues it, in the transaction that takes the event.
    pub async fn send(&self, tx: &mut Tx) -> Result<(), Error> {
        if let Some(about) = self.about.filter(|_| self.is_whole) {
            delivery::supersede_told(tx, &self.targets, &self.outgoing.ordering_key, about).await?;
        }
        delivery::send(tx, &self.outgoing, &self.targets).await?;
        if let Some(about) = self.about {
            delivery::note_told(tx, &self.outgoing.id, about).await?;
        }
        if let Some((measure, instances)) = &self.measure {
            for instance in instances {
                measures::note_told(tx, *measure, *instance, &self.outgoing.id).await?;
            }
        }
        let Some(sent) = &self.sent else { return Ok(()) };
        if let Act::Join { .. } = sent.act {
            groups::members::note_follow(tx, sent.group_id, sent.person_id, &self.outgoing.id).await?;
        }
        acts::remember(tx, &self.outgoing.id, sent).await
    }
}

impl Federation {
    /// What an event of a group says to others; `None` for events of other nouns.
    pub(crate) async fn group_activities(&self, event: &Event) -> Result<Option<Vec<Planned>>, Error> {
        let said = match event {
            Event::GroupChanged { group_id, object_id, seq } => {
                self.announce(*group_id, *object_id, *seq).await?
            }
            Event::GroupGone { group_id } => self.farewell_of(*group_id).await?,
            Event::MembershipDecided { group_id, person_id, is_member, follow_id, measure_id } => {
                let follow_id = follow_id.as_deref();
                self.answer_follow(*group_id, *person_id, *is_member, follow_id, *measure_id).await?
            }
            Event::Invited { group_id, person_id, by_person_id } => {
                self.invite(*group_id, *person_id, *by_person_id).await?
            }
            Event::Uninvited { group_id, person_id } => self.uninvite(*group_id, *person_id).await?,
            Event::MeasureTaken { measure_id, headline } => self.tell_measure(*measure_id, headline).await?,
            Event::AppealDecided { appeal_id } => self.tell_appellant(*appeal_id).await?,
            Event::ReportDecided { report_id } => self.tell_reporter(*report_id).await?,
            Event::Acted { group_id, person_id, act } => self.act_of(*group_id, *person_id, act).await?,
            _ => return Ok(None),
        };
        Ok(Some(said))
    }

    /// One change for all member instances. One that a later change replaced is not told.
    async fn announce(&self, id: GroupId, object_id: Uuid, seq: i64) -> Result<Vec<Planned>, Error> {
        let Some(group) = found(groups::find(&self.db, id).await)? else { return Ok(Vec::new()) };
        let Some(change) = feed::find_change(&self.db, id, seq).await? else { return Ok(Vec::new()) };
        let targets = self.member_targets(id).await?;
        if targets.is_empty() {
            return Ok(Vec::new());
        }
        let (mut entries, _) = self.entries(&group, std::slice::from_ref(&change)).await?;
        let Some(entry) = entries.pop() else { return Ok(Vec::new()) };
        let mut said = self.group_says(&group, Verb::Announce, serde_json::to_value(entry)?);
        said.sequence = Some(seq);
        said.previous = Some(feed::previous_seq(&self.db, id, seq).await?);
        said.epoch = group.feed.epoch.clone();
        let outgoing = self.outgoing(&group, &said, None)?;
        Ok(vec![Planned { about: Some(object_id), is_whole: true, ..Planned::from((outgoing, targets)) }])
    }

    pub(super) async fn member_targets(&self, id: GroupId) -> Result<Vec<Target>, Error> {
        let mut targets = Vec::new();
        for instance in feed::list_member_instances(&self.db, id).await? {
            targets.extend(self.target_of(instance).await?.map(|(_, target)| target));
        }
        Ok(targets)
    }

    pub(crate) async fn target_of(&self, instance: InstanceId) -> Result<Option<(Peer, Target)>, Error> {
        match found(peers::find(&self.db, instance).await)?.filter(Peer::is_active) {
            Some(peer) => Ok(Some((peer.clone(), target(&peer)?))),
            None => Ok(None),
        }
    }

    async fn farewell_of(&self, id: GroupId) -> Result<Vec<Planned>, Error> {
        let Some((ap_id, targets)) = self.gone_group(id).await? else { return Ok(Vec::new()) };
        let said = self.says_for(&ap_id, Verb::Delete, json!(ap_id));
        let outgoing = Outgoing {
            id: said.id.clone(),
            body: serde_json::to_vec(&said)?,
            ordering_key: ordering_key(&ap_id),
            for_host: None,
            group_id: Some(id),
        };
        Ok(vec![Planned::from((outgoing, targets))])
    }

    async fn gone_group(&self, id: GroupId) -> Result<Option<(String, Vec<Target>)>, Error> {
        let Some(ap_id) = groups::find_address(&self.db, id).await? else { return Ok(None) };
        Ok(Some((ap_id, self.member_targets(id).await?)))
    }

    /// Yes or no to whoever asked, at his instance.
    async fn answer_follow(
        &self,
        id: GroupId,
        person: PersonId,
        is_member: bool,
        follow_id: Option<&str>,
        measure_id: Option<Uuid>,
    ) -> Result<Vec<Planned>, Error> {
        let (Some(group), Some(follow_id)) = (found(groups::find(&self.db, id).await)?, follow_id) else {
            return Ok(Vec::new());
        };
        let Some(person) = found(people::find(&self.db, person).await)? else { return Ok(Vec::new()) };
        let Some((peer, target)) = self.target_of(person.instance_id).await? else { return Ok(Vec::new()) };
        let verb = if is_member { Verb::Accept } else { Verb::Reject };
        let mut said = self.group_says(&group, verb, json!(follow_id));
        let mut measure = None;
        if let Some(id) = measure_id {
            said.content = Some(measures::find(&self.db, id).await?.reason);
            said.target = Some(json!(place(&group, "followers")));
            measure = Some((id, vec![peer.instance_id]));
        }
        let outgoing = self.outgoing(&group, &said, Some(&peer.host))?;
        Ok(vec![Planned { measure, ..Planned::from((outgoing, vec![target])) }])
    }

    /// The whole group travels with the invitation: it may be one that nobody else may know of.
    async fn invite(
        &self,
        id: GroupId,
        person: PersonId,
        by: Option<PersonId>,
    ) -> Result<Vec<Planned>, Error> {
        let Some(group) = found(groups::find(&self.db, id).await)? else { return Ok(Vec::new()) };
        let Some(person) = found(people::find(&self.db, person).await)? else { return Ok(Vec::new()) };
        let Some((peer, target)) = self.target_of(person.instance_id).await? else { return Ok(Vec::new()) };
        let mut said = self.group_says(&group, Verb::Invite, json!(person.ap_id));
        let document = objects::to_wire(&group, self.parent_of(&group).await?, &self.urls);
        said.target = Some(serde_json::to_value(document)?);
        if let Some(by) = by {
            let by = people::find(&self.db, by).await?;
            said.content = Some(by.name);
        }
        let outgoing = self.outgoing(&group, &said, Some(&peer.host))?;
        Ok(vec![Planned::from((outgoing, vec![target]))])
    }

    async fn uninvite(&self, id: GroupId, person: PersonId) -> Result<Vec<Planned>, Error> {
        let Some(group) = found(groups::find(&self.db, id).await)? else { return Ok(Vec::new()) };
        let Some(person) = found(people::find(&self.db, person).await)? else { return Ok(Vec::new()) };
        let Some((peer, target)) = self.target_of(person.instance_id).await? else { return Ok(Vec::new()) };
        let invite = json!({ "type": "Invite", "object": person.ap_id });
        let said = self.group_says(&group, Verb::Undo, invite);
        let outgoing = self.outgoing(&group, &said, Some(&peer.host))?;
        Ok(vec![Planned::from((outgoing, vec![target]))])
    }

    /// Our refusal of what somebody did in a group of ours, to his instance.
    pub(super) fn refusal(
        &self,
        group: &Group,
        peer: &Peer,
        activity: &str,
        key: &str,
    ) -> Result<Planned, Error> {
        let mut said = self.group_says(group, Verb::Reject, json!(activity));
        said.content = Some(key.to_owned());
        let outgoing = self.outgoing(group, &said, Some(&peer.host))?;
        Ok(Planned::from((outgoing, vec![target(peer)?])))
    }

    /// Our word that nothing came of what somebody offered, since it stood there already.
    pub(super) fn acceptance(&self, group: &Group, peer: &Peer, activity: &str) -> Result<Planned, Error> {
        let said = self.group_says(group, Verb::Accept, json!(activity));
        let outgoing = self.outgoing(group, &said, Some(&peer.host))?;
        Ok(Planned::from((outgoing, vec![target(peer)?])))
    }

    pub(super) fn group_says(&self, group: &Group, kind: Verb, object: Value) -> Said {
        self.says_for(&group.ap_id, kind, object)
    }

    pub(crate) fn says_for(&self, group: &str, kind: Verb, object: Value) -> Said {
        Said {
            context: wire::group_context(),
            id: self.new_activity_id(),
            kind,
            actor: Speaker::Address(group.to_owned()),
            audience: group.to_owned(),
            object,
            target: None,
            name: None,
            content: None,
            end_time: None,
            published: Some(self.db.now().to_rfc3339()),
            sequence: None,
            previous: None,
            epoch: None,
            proof: None,
        }
    }

    pub(super) fn outgoing(
        &self,
        group: &Group,
        said: &Said,
        for_host: Option<&str>,
    ) -> Result<Outgoing, Error> {
        Ok(Outgoing {
            id: said.id.clone(),
            body: serde_json::to_vec(said)?,
            ordering_key: ordering_key(&group.ap_id),
            for_host: for_host.map(str::to_owned),
            // An answer is for its host alone, member or not.
            group_id: for_host.is_none().then_some(group.id),
        })
    }

    /// A deed of one of ours, for the host of the group.
    async fn act_of(&self, id: GroupId, person: PersonId, act: &Act) -> Result<Vec<Planned>, Error> {
        let Some(group) = found(groups::find(&self.db, id).await)? else { return Ok(Vec::new()) };
        let Some((peer, target)) = self.target_of(group.instance_id).await? else { return Ok(Vec::new()) };
        let Some(who) = found(people::find(&self.db, person).await)? else { return Ok(Vec::new()) };
        let Some(deed) = self.deed(&group, &who, act).await? else { return Ok(Vec::new()) };
        let mut said = self.group_says(&group, deed.verb, deed.object);
        said.actor = Speaker::Person(Box::new(post::speaker(&who, &self.urls)));
        (said.target, said.content, said.end_time) = (deed.target, deed.content, deed.end_time);
        let mut document = serde_json::to_value(&said)?;
        self.prove(&mut document, &self.keys().current)?;
        let outgoing = Outgoing {
            body: serde_json::to_vec(&document)?,
            ordering_key: ordering_key_of(act, &group, person),
            ..self.outgoing(&group, &said, Some(&peer.host))?
        };
        let sent = Some(Sent { person_id: person, group_id: id, act: act.clone() });
        Ok(vec![Planned { about: deed.about, sent, ..Planned::from((outgoing, vec![target])) }])
    }

    /// What an act is on the wire. `None` when what it speaks of is gone meanwhile.
    async fn deed(&self, group: &Group, who: &Person, act: &Act) -> Result<Option<Deed>, Error> {
        let place = |name: &str| json!(place(group, name));
        Ok(match act {
            Act::Join { answer, invitation } => {
                let deed = Deed::new(Verb::Follow, json!(group.ap_id)).saying(answer);
                let token = |secret: &Secret| json!({ "invitation": secret.expose() });
                Some(Deed { target: invitation.as_ref().map(token), ..deed })
            }
            Act::Leave => Some(Deed::new(Verb::Undo, json!({ "type": "Follow", "object": group.ap_id }))),
            Act::Decide { person_id, is_yes } => {
                let verb = if *is_yes { Verb::Accept } else { Verb::Reject };
                let follow = |id: String| json!({ "type": "Follow", "actor": id, "object": group.ap_id });
                self.address_of(*person_id).await?.map(|id| Deed::new(verb, follow(id)))
            }
            Act::Invite { person_ids } => {
                let people = people::list(&self.db, person_ids).await?;
                let ids: Vec<_> = people.into_iter().map(|person| person.ap_id).collect();
                Some(Deed::new(Verb::Invite, json!(ids)).to(json!(group.ap_id)))
            }
            Act::InviteByMail { addresses } => {
                let mailboxes: Vec<_> = addresses.iter().map(|address| format!("mailto:{address}")).collect();
                Some(Deed::new(Verb::Invite, json!(mailboxes)).to(json!(group.ap_id)))
            }
            Act::Uninvite { person_id } => {
                let invite = |id: String| json!({ "type": "Invite", "object": id });
                self.address_of(*person_id).await?.map(|id| Deed::new(Verb::Undo, invite(id)))
            }
            Act::SetRole { person_id, role } => {
                let to = place(&format!("{}s", role.as_str()));
                self.address_of(*person_id).await?.map(|id| Deed::new(Verb::Add, json!(id)).to(to))
            }
            Act::Remove { person_id, reason } => {
                let deed =
                    |id: String| Deed::new(Verb::Remove, json!(id)).to(place("followers")).saying(reason);
                self.address_of(*person_id).await?.map(deed)
            }
            Act::Ban { person_id, reason, until } => self.address_of(*person_id).await?.map(|id| Deed {
                end_time: until.map(|until| until.to_rfc3339()),
                ..Deed::new(Verb::Block, json!(id)).to(json!(group.ap_id)).saying(reason)
            }),
            Act::LiftBan { person_id } => {
                let block = |id: String| json!({ "type": "Block", "object": id, "target": group.ap_id });
                self.address_of(*person_id).await?.map(|id| Deed::new(Verb::Undo, block(id)))
            }
            Act::Publish { item_id, is_new } => self.item_deed(group, who, *item_id, *is_new).await?,
            Act::Comment { comment_id, is_new } => {
                self.comment_deed(group, who, *comment_id, *is_new).await?
            }
            Act::Delete { ap_id } => Some(Deed::new(Verb::Delete, json!(ap_id))),
            Act::React { ap_id, sign, is_on } => Some(reaction(ap_id, sign, *is_on)),
            Act::Vote { item_id, options } => self
                .item(*item_id)
                .await?
                .map(|item| Deed::new(Verb::Vote, json!({ "id": item.ap_id, "options": options }))),
            Act::AcceptAnswer { item_id, comment_id } => {
                self.answer_deed(group, *item_id, *comment_id).await?
            }
            Act::Mark { item_id, mark, is_on } => {
                let verb = if *is_on { Verb::Add } else { Verb::Remove };
                self.item(*item_id)
                    .await?
                    .map(|item| Deed::new(verb, json!(item.ap_id)).to(place(mark.as_str())))
            }
            Act::Moderate { ap_id, measure, reason } => {
                let (verb, to) = measure_words(*measure);
                Some(Deed::new(verb, json!(ap_id)).to(place(to)).saying(reason))
            }
            Act::Report { report_id } => self.report_deed(*report_id).await?,
            Act::Offer { offer_id } => self.offer_deed(who, *offer_id).await?,
            Act::Page { ap_id, change } => Some(wiki::change_deed(ap_id, change)),
            Act::AtDesk { decision } => Some(decided(group, decision)),
            Act::Appeal { appeal_id } => {
                let appeal = appeals::find(&self.db, *appeal_id).await?;
                let object = json!({ "id": appeal.measure, "appeal": appeal.ap_id });
                Some(Deed::new(Verb::Flag, object).saying(&appeal.note))
            }
        })
    }

    async fn item(&self, id: ItemId) -> Result<Option<items::Item>, Error> {
        found(items::find(&self.db, &SAY, id).await)
    }

    async fn comment(&self, id: CommentId) -> Result<Option<items::Comment>, Error> {
        Ok(items::comments::list_by_id(&self.db, &[id]).await?.pop())
    }

    pub(super) async fn address_of(&self, id: PersonId) -> Result<Option<String>, Error> {
        Ok(found(people::find(&self.db, id).await)?.map(|person| person.ap_id))
    }

    async fn item_deed(
        &self,
        group: &Group,
        who: &Person,
        id: ItemId,
        is_new: bool,
    ) -> Result<Option<Deed>, Error> {
        let Some(item) = self.item(id).await? else { return Ok(None) };
        let files = files::list_of_items(&self.db, &[id]).await?;
        let document = post::of_item(&item, &files, &who.ap_id, &group.ap_id, &self.urls);
        let document = serde_json::to_value(document)?;
        let verb = if is_new { Verb::Create } else { Verb::Update };
        Ok(Some(Deed { about: Some(id.0), ..Deed::new(verb, document) }))
    }

    async fn comment_deed(
        &self,
        group: &Group,
        who: &Person,
        id: CommentId,
        is_new: bool,
    ) -> Result<Option<Deed>, Error> {
        let Some(comment) = self.comment(id).await? else { return Ok(None) };
        let Some(item) = self.item(comment.item_id).await? else { return Ok(None) };
        let parent = match comment.parent_id {
            Some(parent) => self.comment(parent).await?.map(|parent| parent.ap_id),
            None => None,
        };
        let files = files::list_of_comments(&self.db, &[id]).await?;
        let parent = parent.as_deref();
        let document = post::of_comment(&comment, &files, &who.ap_id, &group.ap_id, &item.ap_id, parent);
        let verb = if is_new { Verb::Create } else { Verb::Update };
        Ok(Some(Deed { about: Some(id.0), ..Deed::new(verb, serde_json::to_value(document)?) }))
    }

    async fn answer_deed(
        &self,
        group: &Group,
        id: ItemId,
        answer: Option<CommentId>,
    ) -> Result<Option<Deed>, Error> {
        let to = json!(format!("{}/answers", group.ap_id));
        let Some(answer) = answer else {
            return Ok(self.item(id).await?.map(|item| Deed::new(Verb::Remove, json!(item.ap_id)).to(to)));
        };
        Ok(self.comment(answer).await?.map(|comment| Deed::new(Verb::Add, json!(comment.ap_id)).to(to)))
    }

    async fn report_deed(&self, id: domain::ReportId) -> Result<Option<Deed>, Error> {
        let Some(report) = found(moderate::read_report(&self.db, id).await)? else { return Ok(None) };
        let ap_id = match (report.comment_id, report.item_id) {
            (Some(comment), _) => self.comment(comment).await?.map(|comment| comment.ap_id),
            (None, Some(item)) => self.item(item).await?.map(|item| item.ap_id),
            (None, None) => None,
        };
        let object =
            |ap_id: String| json!({ "id": ap_id, "report": report.ap_id, "reason": report.reason.as_str() });
        Ok(ap_id.map(|ap_id| Deed::new(Verb::Flag, object(ap_id)).saying(&report.note)))
    }
}

/// What somebody wants changed in a wiki waits for what he wanted before, and for nobody else: the host merges anyway.
fn ordering_key_of(act: &Act, group: &Group, person: PersonId) -> String {
    match act {
        Act::Offer { .. } => format!("offer:{}:{person}", group.ap_id),
        _ => ordering_key(&group.ap_id),
    }
}

/// An act as it stands on the wire.
pub(super) struct Deed {
    verb: Verb,
    object: Value,
    target: Option<Value>,
    content: Option<String>,
    end_time: Option<String>,
    about: Option<Uuid>,
}

impl Deed {
    pub(super) fn new(verb: Verb, object: Value) -> Self {
        Self { verb, object, target: None, content: None, end_time: None, about: None }
    }

    fn to(self, target: Value) -> Self {
        Self { target: Some(target), ..self }
    }

    fn saying(self, content: &str) -> Self {
        Self { content: Some(content.to_owned()).filter(|content| !content.is_empty()), ..self }
    }
}

fn decided(group: &Group, decision: &Decision) -> Deed {
    let yes = |is_yes: bool| if is_yes { Verb::Accept } else { Verb::Reject };
    match decision {
        Decision::Admit { person, is_yes } => {
            Deed::new(yes(*is_yes), json!({ "type": "Follow", "actor": person, "object": group.ap_id }))
        }
        Decision::LiftBan { person } => {
            Deed::new(Verb::Undo, json!({ "type": "Block", "object": person, "target": group.ap_id }))
        }
        Decision::Dismiss { report, why } => {
            Deed::new(Verb::Reject, json!({ "type": "Flag", "report": report })).saying(why)
        }
        Decision::Appeal { appeal, is_granted, why } => {
            Deed::new(yes(*is_granted), json!({ "type": "Flag", "appeal": appeal })).saying(why)
        }
    }
}

fn reaction(ap_id: &str, sign: &str, is_on: bool) -> Deed {
    let emoji = Sign::parse(sign).map_or("👍", Sign::emoji);
    match is_on {
        true => Deed::new(Verb::Like, json!(ap_id)).saying(emoji),
        false => Deed::new(Verb::Undo, json!({ "type": "Like", "object": ap_id, "content": emoji })),
    }
}

/// A collection of a group.
pub(super) fn place(group: &Group, name: &str) -> String {
    format!("{}/{name}", group.ap_id)
}

/// What a moderator does: taken out of what can be seen, or out of the group.
pub(super) fn measure_words(measure: Measure) -> (Verb, &'static str) {
    match measure {
        Measure::Hide => (Verb::Remove, "visible"),
        Measure::Show => (Verb::Add, "visible"),
        Measure::Remove => (Verb::Remove, "content"),
    }
}

/// The mark that a collection of a group stands for.
pub(super) fn mark_of(name: &str) -> Option<Mark> {
    Mark::parse(name)
}

pub(super) fn found<T>(result: Result<T, Error>) -> Result<Option<T>, Error> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A piece as addresses name it.
pub(super) fn piece_of(id: Option<ItemId>, comment: Option<CommentId>) -> Option<Piece> {
    comment.map(Piece::Comment).or(id.map(Piece::Item))
}
