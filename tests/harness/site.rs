//! An instance as its peers know it: database, keys and the ActivityPub door, without pages. Stories of federation run
//! on several of these in one network, by one clock.

use axum::Router;
use domain::peers::{self, Peer, State};
use domain::people::{self, Entry, FieldKey, NewPerson, Profile, Scope, Source, Value};
use domain::principal::Affiliation;
use domain::{Audience, Clock, Db, InstanceId, PersonId, Principal, instances, jobs};
use federation::client::Policy;
use federation::{Federation, Settings, route, table};

use crate::databases::{Engine, START, TestDb, fresh_at};
use crate::network::Network;

/// Whoever may do everything in a story.
pub const ADMIN: Principal = Principal::System("test");

/// One network with one clock, and the instances in it.
pub struct World {
    pub engine: Engine,
    pub network: Network,
    pub clock: Clock,
}

impl Drop for World {
    fn drop(&mut self) {
        self.network.unplug_all();
    }
}

pub struct Site {
    pub host: String,
    pub home: TestDb,
    pub federation: Federation,
    pub router: Router,
}

impl World {
    pub fn new(engine: Engine) -> Self {
        crate::process::read_documents();
        Self { engine, network: Network::default(), clock: Clock::manual(START) }
    }

    /// An instance plugged into the network: `site("alpha.test")`.
    pub async fn site(&self, host: &str) -> Site {
        let home = fresh_at(self.engine, self.clock.clone()).await;
        self.site_on(host, home).await
    }

    /// The same on a database that exists: a restart.
    pub async fn site_on(&self, host: &str, home: TestDb) -> Site {
        let settings = Settings {
            policy: Policy { allows_plain_http: true, internal: Vec::new() },
            network: self.network.uplink(host).await,
            extra_ca: None,
            egress_proxy: None,
        };
        let site = open(&format!("http://{host}"), host, home, settings).await;
        self.network.plug(host, site.router.clone());
        site
    }

    /// An instance that is reached over https and goes out as `settings` say; whoever wants it plugs it in.
    pub async fn secure_site(&self, host: &str, settings: Settings) -> Site {
        let home = fresh_at(self.engine, self.clock.clone()).await;
        open(&format!("https://{host}"), host, home, settings).await
    }

    /// Two instances that are peers.
    pub async fn peers(&self) -> (Site, Site) {
        let (alpha, beta) = (self.site("alpha.test").await, self.site("beta.test").await);
        befriend(&alpha, &beta).await;
        (alpha, beta)
    }

    pub fn advance_seconds(&self, seconds: u64) {
        self.clock.advance(std::time::Duration::from_secs(seconds));
    }
}

async fn open(base: &str, host: &str, home: TestDb, settings: Settings) -> Site {
    let name = format!("Organisation {host}");
    home.db
        .write(async |tx| instances::settle(tx, host, base, &name, None).await)
        .await
        .expect("the instance settles");
    let federation = Federation::open(home.db.clone(), settings).await.expect("the door opens");
    let router = route::fold(table::routes(), |_, service| service).with_state(federation.clone());
    Site { host: host.to_owned(), home, federation, router }
}

/// The whole handshake: `one` asks, `other` checks and approves.
pub async fn befriend(one: &Site, other: &Site) {
    one.request(&other.host).await;
    settle(&[one, other]).await;
    let id = other.instance_id(&one.host).await;
    other.federation.check(&ADMIN, id).await.expect("the keys are those of the request");
    other.federation.approve(&ADMIN, id).await.expect("checked and approved");
    settle(&[one, other]).await;
    for (here, there) in [(one, other), (other, one)] {
        assert_eq!(here.peer(&there.host).await.state, State::Approved, "{} at {}", there.host, here.host);
    }
}

/// Lets everybody work until nothing is due at this instant.
pub async fn settle(sites: &[&Site]) {
    for _ in 0..200 {
        let mut done = 0;
        for site in sites {
            done += site.work().await;
        }
        if done == 0 {
            return;
        }
    }
    panic!("the instances do not come to rest");
}

impl Site {
    pub fn db(&self) -> &Db {
        &self.home.db
    }

    /// One round of everything; gives how much there was to do.
    pub async fn work(&self) -> usize {
        let mut done = self.federation.work_once().await.expect("a round of work");
        while let Some(claimed) = jobs::claim(self.db(), std::time::Duration::from_secs(60)).await.unwrap() {
            if let jobs::Job::TellFollowers { page_id } = claimed.job {
                self.db().write(async |tx| domain::wiki::follow::tell(tx, page_id).await).await.unwrap();
            }
            match self.federation.run_job(&claimed.job).await {
                Ok(_) => jobs::finish(self.db(), &claimed).await.unwrap(),
                Err(error) => jobs::fail(self.db(), &claimed, &error.to_string()).await.unwrap(),
            }
            done += 1;
        }
        done
    }

    /// An administrator types a host and sends the request.
    pub async fn request(&self, host: &str) -> InstanceId {
        let seen = self.federation.look_up(&ADMIN, host).await.expect("the host answers");
        self.federation.request(&ADMIN, host, &seen.fingerprint).await.expect("a request goes out")
    }

    pub async fn instance_id(&self, host: &str) -> InstanceId {
        self.peer(host).await.instance_id
    }

    pub async fn find_peer(&self, host: &str) -> Option<Peer> {
        peers::find_by_host(self.db(), host).await.unwrap()
    }

    pub async fn peer(&self, host: &str) -> Peer {
        self.find_peer(host).await.unwrap_or_else(|| panic!("{} does not know {host}", self.host))
    }

    /// A person with a job title, found as far as `scope` says.
    pub async fn person(&self, name: &str, scope: Scope) -> PersonId {
        let title = Entry {
            value: Value::Text("Adviseur".into()),
            audience: Audience::Network,
            source: Source::Person,
        };
        let profile = Profile { fields: [(FieldKey::JobTitle, title)].into() };
        self.person_with(name, scope, profile).await
    }

    pub async fn person_with(&self, name: &str, scope: Scope, profile: Profile) -> PersonId {
        let new = NewPerson { name: name.into(), handle: None, affiliation: Affiliation::Staff, profile };
        self.db()
            .write(async |tx| {
                let id = people::create(tx, &ADMIN, new.clone()).await?;
                people::consent::choose(tx, &ADMIN, id, scope).await.map(|()| id)
            })
            .await
            .expect("a person")
    }

    pub async fn choose(&self, id: PersonId, scope: Scope) {
        self.db()
            .write(async |tx| people::consent::choose(tx, &ADMIN, id, scope).await)
            .await
            .expect("a choice");
    }

    /// Names of all the people that this instance holds.
    pub async fn names_of_all(&self) -> Vec<String> {
        let ids = people::list_ids_after(self.db(), None, 10_000).await.unwrap();
        people::list(self.db(), &ids).await.unwrap().into_iter().map(|person| person.name).collect()
    }

    /// Names of the people of `host` that this instance holds.
    pub async fn names_of(&self, host: &str) -> Vec<String> {
        let id = self.instance_id(host).await;
        let mut names = Vec::new();
        let ids = people::list_ids_after(self.db(), None, 10_000).await.unwrap();
        for person in people::list(self.db(), &ids).await.unwrap() {
            if person.instance_id == id {
                names.push(person.name);
            }
        }
        names.sort();
        names
    }
}
