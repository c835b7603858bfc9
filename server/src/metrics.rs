//! Numbers for a monitoring system, in the OpenMetrics text form. No label holds anything about a person.

use std::time::Duration;

use domain::{delivery, inbox, jobs};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use crate::state::Parts;

/// The counters of one instance.
pub struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    seconds: Family<RouteLabels, Histogram, fn() -> Histogram>,
    queues: Queues,
}

/// What the database and the disk hold at the moment somebody asks.
#[derive(Default)]
struct Queues {
    jobs_waiting: Gauge,
    jobs_given_up: Gauge,
    inbox_waiting: Gauge,
    inbox_failed: Gauge,
    deliveries: Family<StateLabels, Gauge>,
    deliveries_by_peer: Family<PeerLabels, Gauge>,
    index_bytes: Gauge,
    index_documents: Gauge,
    index_in_trouble: Gauge,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct StateLabels {
    state: &'static str,
}

/// Only peers that an administrator knows stand here, so nobody outside makes labels.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct PeerLabels {
    peer: String,
    state: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabels {
    route: String,
}

/// From a page that comes out of a cache to one that hangs.
const SECONDS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5, 10.0];

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("plein");
        let requests = Family::default();
        let seconds = Family::new_with_constructor((|| Histogram::new(SECONDS)) as fn() -> Histogram);
        registry.register("requests", "Requests answered", requests.clone());
        registry.register("request_seconds", "Time to answer a request", seconds.clone());
        let queues = Queues::default();
        queues.register(&mut registry);
        Self { registry, requests, seconds, queues }
    }
}

impl Metrics {
    /// Counts one answered request. `route` is the pattern of the table, never the path.
    pub fn observe(&self, method: &'static str, route: &str, status: u16, took: Duration) {
        let route = route.to_owned();
        self.seconds.get_or_create(&RouteLabels { route: route.clone() }).observe(took.as_secs_f64());
        self.requests.get_or_create(&RequestLabels { method, route, status }).inc();
    }

    /// The whole page, with the queues as the database has them now.
    pub async fn page(&self, parts: &Parts) -> String {
        if let Err(error) = self.queues.read(parts).await {
            tracing::warn!(%error, "the metrics of the queues are those of an earlier time");
        }
        let mut text = String::new();
        match encode(&mut text, &self.registry) {
            Ok(()) => text,
            Err(error) => {
                tracing::error!(%error, "could not write the metrics");
                String::new()
            }
        }
    }
}

impl Queues {
    fn register(&self, registry: &mut Registry) {
        let gauges = [
            ("jobs_waiting", "Jobs that are still to be done", &self.jobs_waiting),
            ("jobs_given_up", "Jobs that failed for good and wait for a person", &self.jobs_given_up),
            ("inbox_waiting", "Activities that came in and have not taken effect yet", &self.inbox_waiting),
            (
                "inbox_failed",
                "Activities that could not take effect and wait for a person",
                &self.inbox_failed,
            ),
            ("index_bytes", "Size of the search indexes on disk", &self.index_bytes),
            (
                "index_documents",
                "Documents in the search indexes; a colleague can have two",
                &self.index_documents,
            ),
            (
                "index_in_trouble",
                "1 while the people index on a server does not answer, or does not take in changes",
                &self.index_in_trouble,
            ),
        ];
        for (name, help, gauge) in gauges {
            registry.register(name, help, gauge.clone());
        }
        let all = "Deliveries that have not arrived";
        registry.register("deliveries", all, self.deliveries.clone());
        registry.register("peer_deliveries", "The same by peer", self.deliveries_by_peer.clone());
    }

    async fn read(&self, parts: &Parts) -> domain::Result<()> {
        let db = &parts.db;
        let (waiting, given_up) = jobs::count(db).await?;
        self.jobs_waiting.set(waiting);
        self.jobs_given_up.set(given_up);
        let (waiting, failed) = inbox::count(db).await?;
        self.inbox_waiting.set(waiting);
        self.inbox_failed.set(failed);
        let (waiting, held, dead) = delivery::count(db).await?;
        for (state, count) in [("waiting", waiting), ("held", held), ("dead", dead)] {
            self.deliveries.get_or_create(&StateLabels { state }).set(count);
        }
        self.show_peers(delivery::count_by_peer(db).await?);
        let documents = parts.people.index_documents() + parts.published.index_documents();
        self.index_documents.set(i64::try_from(documents).unwrap_or(i64::MAX));
        self.index_in_trouble.set(i64::from(parts.people.index_trouble().is_some()));
        let bytes = parts.people.index_bytes() + parts.published.index_bytes();
        self.index_bytes.set(i64::try_from(bytes).unwrap_or(i64::MAX));
        Ok(())
    }

    /// A peer that is gone takes its lines along.
    fn show_peers(&self, peers: Vec<delivery::PeerQueue>) {
        self.deliveries_by_peer.clear();
        for delivery::PeerQueue { host: peer, waiting, held, dead } in peers {
            for (state, count) in [("waiting", waiting), ("held", held), ("dead", dead)] {
                self.deliveries_by_peer.get_or_create(&PeerLabels { peer: peer.clone(), state }).set(count);
            }
        }
    }
}
