//! Numbers for a monitoring system, in the OpenMetrics text form. No label holds anything about a person.

use std::time::Duration;

use domain::Db;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// The counters of one instance.
pub struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    seconds: Family<RouteLabels, Histogram, fn() -> Histogram>,
    jobs_waiting: Gauge,
    jobs_given_up: Gauge,
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
        let (jobs_waiting, jobs_given_up) = (Gauge::default(), Gauge::default());
        registry.register("requests", "Requests answered", requests.clone());
        registry.register("request_seconds", "Time to answer a request", seconds.clone());
        registry.register("jobs_waiting", "Jobs that are still to be done", jobs_waiting.clone());
        registry.register(
            "jobs_given_up",
            "Jobs that failed for good and wait for a person",
            jobs_given_up.clone(),
        );
        Self { registry, requests, seconds, jobs_waiting, jobs_given_up }
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
    pub async fn page(&self, db: &Db) -> String {
        if let Ok((waiting, given_up)) = domain::jobs::count(db).await {
            self.jobs_waiting.set(waiting);
            self.jobs_given_up.set(given_up);
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
