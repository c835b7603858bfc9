//! `plein serve`: one organisation until SIGTERM or Ctrl-C.

use domain::Clock;
use domain::accounts::set_up;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::{Failure, Outcome, say};
use crate::config::Config;
use crate::instance::create_data_dir;
use crate::lock::Lock;
use crate::serve::{Hosts, serve};
use crate::{Instance, health};

pub async fn run(config: Config, clock: Clock) -> Outcome {
    crate::log::start(&config.log.filter)?;
    let stop = stop_on_signal()?;
    let (address, metrics) = (config.listen.address, config.listen.metrics);
    create_data_dir(&config)?;
    let _lock = Lock::take(&config.data.dir)?;
    let instance = Instance::open(config, clock).await?;
    let (public, private) = (bind(address).await?, bind(metrics).await?);
    let workers = instance.spawn_workers(&stop);
    tracing::info!(%address, origin = instance.ctx().config.origin(), "ready");
    tell_systemd(sd_notify::NotifyState::Ready);
    offer_set_up(&instance).await?;

    let hosts = Hosts::new([(instance.host(), instance.router())]);
    let health = Hosts::any(health::router(instance.ctx().clone(), stop.clone()));
    tokio::join!(serve(public, hosts, stop.clone()), serve(private, health, stop.clone()));
    workers.drain().await;
    instance.ctx().db.close().await;
    tracing::info!("stopped");
    Ok(())
}

/// Where nobody is administrator yet, whoever reads this output becomes the first. Not in the log: it opens everything.
async fn offer_set_up(instance: &Instance) -> Outcome {
    let ctx = instance.ctx();
    if let Some(secret) = ctx.db.write(async |tx| set_up::offer(tx).await).await? {
        let origin = ctx.config.origin();
        say(&format!("Make the first administrator within 30 minutes:\n{origin}/setup/{}", secret.expose()));
    }
    Ok(())
}

async fn bind(address: std::net::SocketAddr) -> Result<TcpListener, Failure> {
    let listener = TcpListener::bind(address).await;
    listener.map_err(|error| Failure(format!("cannot listen on {address}: {error}")))
}

/// A token that the usual signals cancel.
pub(super) fn stop_on_signal() -> Result<CancellationToken, std::io::Error> {
    let stop = CancellationToken::new();
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let token = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping: requests under way may finish");
        tell_systemd(sd_notify::NotifyState::Stopping);
        token.cancel();
    });
    Ok(stop)
}

/// Without systemd there is nobody to tell.
fn tell_systemd(state: sd_notify::NotifyState<'_>) {
    if let Err(error) = sd_notify::notify(&[state]) {
        tracing::debug!(%error, "could not tell systemd");
    }
}
