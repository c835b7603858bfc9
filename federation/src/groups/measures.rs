//! Measures of moderators between instances: told to those of the members, each of which confirms; and what was decided
//! about reports and appeals of people of elsewhere.

use domain::acts::Measure;
use domain::delivery::{Outgoing, Target};
use domain::groups::measures::Taken;
use domain::groups::{self, Group, appeals, feed, measures};
use domain::items::moderate::{self, ReportState};
use domain::peers::Peer;
use domain::{Error, InstanceId, PersonId, ReportId, people};
use serde_json::{Value, json};
use uuid::Uuid;

use super::say::{Planned, found, measure_words, place};
use crate::door::Federation;
use crate::outbox::target;
use crate::wire::{self, Said, Verb};

const ORDERING_KEY: &str = "receipts";

impl Federation {
    /// To the author's instance with what it was and why, to those of the other members without.
    pub(super) async fn tell_measure(&self, id: Uuid, headline: &str) -> Result<Vec<Planned>, Error> {
        let taken = measures::find(&self.db, id).await?;
        let Some(group) = found(groups::find(&self.db, taken.group_id).await)? else { return Ok(Vec::new()) };
        let Some(measure) = taken.what.of_text() else { return Ok(Vec::new()) };
        let author_at = found(people::find(&self.db, taken.author_id).await)?.map(|who| who.instance_id);
        let (mut own, mut others) = (Vec::new(), Vec::new());
        for instance in feed::list_member_instances(&self.db, group.id).await? {
            let Some((_, target)) = self.target_of(instance).await? else { continue };
            if Some(instance) == author_at { &mut own } else { &mut others }.push((instance, target));
        }
        let mut planned = Vec::new();
        planned.extend(self.say_measure(&group, &taken, measure, own, Some(headline))?);
        planned.extend(self.say_measure(&group, &taken, measure, others, None)?);
        Ok(planned)
    }

    fn say_measure(
        &self,
        group: &Group,
        taken: &Taken,
        measure: Measure,
        to: Vec<(InstanceId, Target)>,
        headline: Option<&str>,
    ) -> Result<Option<Planned>, Error> {
        if to.is_empty() {
            return Ok(None);
        }
        let (verb, name) = measure_words(measure);
        let mut said = self.group_says(group, verb, json!(taken.ap_id));
        said.target = Some(json!(place(group, name)));
        said.name = headline.map(str::to_owned);
        said.content = headline.is_some().then(|| taken.reason.clone());
        let (instances, targets): (Vec<_>, Vec<_>) = to.into_iter().unzip();
        // What is for one instance alone may be fetched by it alone.
        let only = headline.is_some().then(|| targets[0].host.clone());
        let outgoing = self.outgoing(group, &said, only.as_deref())?;
        Ok(Some(Planned { measure: Some((taken.id, instances)), ..Planned::from((outgoing, targets)) }))
    }

    /// What became of an appeal, at the instance of whoever appealed.
    pub(super) async fn tell_appellant(&self, id: Uuid) -> Result<Vec<Planned>, Error> {
        let appeal = appeals::find(&self.db, id).await?;
        let is_yes = appeal.state == appeals::AppealState::Granted;
        let object = json!({ "type": "Flag", "appeal": appeal.ap_id });
        self.tell_decision(appeal.group_id, appeal.person_id, is_yes, object, &appeal.decision).await
    }

    /// The same of a report.
    pub(super) async fn tell_reporter(&self, id: ReportId) -> Result<Vec<Planned>, Error> {
        let report = moderate::read_report(&self.db, id).await?;
        let (Some(group), Some(person)) = (report.group_id, report.reporter_id) else {
            return Ok(Vec::new());
        };
        let object = json!({ "type": "Flag", "report": report.ap_id });
        self.tell_decision(group, person, report.state == ReportState::Upheld, object, "").await
    }

    async fn tell_decision(
        &self,
        group: domain::GroupId,
        person: PersonId,
        is_yes: bool,
        object: Value,
        why: &str,
    ) -> Result<Vec<Planned>, Error> {
        let Some(group) = found(groups::find(&self.db, group).await)? else { return Ok(Vec::new()) };
        let Some(person) = found(people::find(&self.db, person).await)? else { return Ok(Vec::new()) };
        let Some((peer, target)) = self.target_of(person.instance_id).await? else { return Ok(Vec::new()) };
        let verb = if is_yes { Verb::Accept } else { Verb::Reject };
        let mut said = self.group_says(&group, verb, object);
        said.content = Some(why.to_owned()).filter(|why| !why.is_empty());
        let outgoing = self.outgoing(&group, &said, Some(&peer.host))?;
        Ok(vec![Planned::from((outgoing, vec![target]))])
    }

    /// Our word that we took what the host of a group told.
    pub(super) fn receipt(&self, peer: &Peer, said: &Said) -> Result<Planned, Error> {
        let id = self.new_activity_id();
        let document = json!({
            "@context": wire::group_context(),
            "id": id,
            "type": "Accept",
            "actor": self.urls.actor(),
            "object": said.id,
        });
        let outgoing = Outgoing {
            id,
            body: serde_json::to_vec(&document)?,
            ordering_key: ORDERING_KEY.into(),
            for_host: Some(peer.host.clone()),
            group_id: None,
        };
        Ok(Planned::from((outgoing, vec![target(peer)?])))
    }
}
