//! From a name to the socket that is dialled, with the address policy in between.
//!
//! The addresses that pass the check are the ones dialled, so a name that answers differently the second
//! time (rebinding) gains nothing.

use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::ClientError;
use super::policy::{Policy, Refusal};

/// How names are looked up and addresses dialled.
pub trait Network: Send + Sync {
    /// The addresses behind a name; empty when it does not exist.
    fn look_up<'a>(&'a self, host: &'a str) -> Pin<Box<dyn Future<Output = Vec<IpAddr>> + Send + 'a>>;

    /// The socket that stands for an address that passed the policy. Port 0 means the one of the URL.
    fn dial(&self, host: &str, address: IpAddr) -> SocketAddr {
        let _ = host;
        SocketAddr::new(address, 0)
    }
}

/// The machine's own resolver.
pub struct SystemNetwork;

impl Network for SystemNetwork {
    fn look_up<'a>(&'a self, host: &'a str) -> Pin<Box<dyn Future<Output = Vec<IpAddr>> + Send + 'a>> {
        Box::pin(async move {
            // Browsers know these names by themselves (RFC 6761), most resolvers do not. The demo lives there.
            if host.ends_with(".localhost") {
                return vec![IpAddr::from([127, 0, 0, 1])];
            }
            let found = tokio::net::lookup_host((host, 0)).await;
            found.map(|sockets| sockets.map(|socket| socket.ip()).collect()).unwrap_or_default()
        })
    }
}

#[derive(Clone, Debug, thiserror::Error)]
pub(super) enum DialError {
    #[error("the name {0} is not known")]
    UnknownName(String),
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl From<DialError> for ClientError {
    fn from(error: DialError) -> Self {
        match error {
            DialError::UnknownName(name) => Self::UnknownName(name),
            DialError::Refused(refusal) => Self::Refused(refusal),
        }
    }
}

/// The resolver that reqwest sees: a network behind the policy.
pub(super) struct Guarded {
    pub network: Arc<dyn Network>,
    pub policy: Arc<Policy>,
}

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let (network, policy) = (self.network.clone(), self.policy.clone());
        Box::pin(async move {
            let sockets = allowed(&*network, &policy, name.as_str()).await?;
            Ok(Box::new(sockets.into_iter()) as Addrs)
        })
    }
}

/// All addresses of a name or none: a name with one internal address among public ones is refused as a whole.
async fn allowed(network: &dyn Network, policy: &Policy, host: &str) -> Result<Vec<SocketAddr>, DialError> {
    let addresses = network.look_up(host).await;
    if addresses.is_empty() {
        return Err(DialError::UnknownName(host.to_owned()));
    }
    for address in &addresses {
        policy.check_address(host, *address)?;
    }
    Ok(addresses.into_iter().map(|address| network.dial(host, address)).collect())
}

/// For a name that somebody else dials: it may be unknown here, but not lead inside.
pub(super) async fn demand_not_internal(
    network: &dyn Network,
    policy: &Policy,
    host: &str,
) -> Result<(), Refusal> {
    let addresses = network.look_up(host).await;
    addresses.into_iter().try_for_each(|address| policy.check_address(host, address))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed(Vec<IpAddr>);

    impl Network for Fixed {
        fn look_up<'a>(&'a self, _: &'a str) -> Pin<Box<dyn Future<Output = Vec<IpAddr>> + Send + 'a>> {
            Box::pin(std::future::ready(self.0.clone()))
        }
    }

    async fn verdict(addresses: &[&str]) -> Result<Vec<SocketAddr>, DialError> {
        let network = Fixed(addresses.iter().map(|text| text.parse().unwrap()).collect());
        allowed(&network, &Policy::default(), "beta.example").await
    }

    #[tokio::test]
    async fn one_internal_address_spoils_the_name() {
        assert_eq!(verdict(&["8.8.8.8", "1.1.1.1"]).await.unwrap().len(), 2);
        assert!(matches!(verdict(&[]).await, Err(DialError::UnknownName(_))));
        let refused = verdict(&["8.8.8.8", "169.254.169.254"]).await;
        assert!(matches!(refused, Err(DialError::Refused(Refusal::Internal { .. }))));
    }
}
