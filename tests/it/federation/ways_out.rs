//! The way out as an operator shapes it: an authority of the own network, a proxy for everything that leaves.

use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

use domain::Error;
use domain::people::Scope;
use federation::Settings;
use federation::client::Network;
use plein_tests::app::configure;
use plein_tests::both_engines;
use plein_tests::site::{ADMIN, Site, World, befriend, settle};
use plein_tests::street::{Proxy, Street};
use plein_tests::tls::Authority;

/// What an operator's settings make of the way out.
fn outgoing(settings: &[(&str, &str)], network: impl Network + 'static) -> Settings {
    server::instance::outgoing(&configure("sqlite:unused.db", "unused", settings), Arc::new(network)).unwrap()
}

/// An instance on the street, with a certificate of this authority.
async fn plug(world: &World, street: &Street, host: &str, by: &Authority, settings: Settings) -> Site {
    let site = world.secure_site(host, settings).await;
    street.open(host, site.router.clone(), Some(by.issue(host))).await;
    site
}

async fn pass(world: &World, sites: &[&Site]) {
    settle(sites).await;
    world.advance_seconds(10);
    settle(sites).await;
}

/// The key of the sentence that an administrator reads who typed this host.
async fn refusal(site: &Site, host: &str) -> &'static str {
    match site.federation.look_up(&ADMIN, host).await {
        Err(Error::Invalid(errors)) => errors[0].key,
        other => panic!("{host}: {other:?}"),
    }
}

/// The file an operator points `federation.extra_ca` at.
fn pem_file(folder: &tempfile::TempDir, authority: &Authority) -> String {
    let path = folder.path().join("own-ca.pem");
    std::fs::write(&path, &authority.pem).unwrap();
    path.display().to_string()
}

both_engines! {
    async fn over_https_only_the_named_authority_is_believed(engine) {
        let (world, street, folder) = (World::new(engine), Street::default(), tempfile::tempdir().unwrap());
        let (ours, theirs) = (Authority::new("Rijksoverheid"), Authority::new("Somebody else"));
        let file = pem_file(&folder, &ours);
        let trusting = || outgoing(&[("PLEIN_FEDERATION__EXTRA_CA", &file)], street.clone());
        let alpha = plug(&world, &street, "alpha.test", &ours, trusting()).await;
        let beta = plug(&world, &street, "beta.test", &ours, trusting()).await;
        befriend(&alpha, &beta).await;
        beta.person("Anne Smit", Scope::Network).await;
        pass(&world, &[&alpha, &beta]).await;
        assert_eq!(alpha.names_of("beta.test").await, ["Anne Smit"]);
        assert_eq!(beta.peer("alpha.test").await.base_url, "https://alpha.test");

        // Without the setting nobody there is believed; with it, nobody of another authority, nor without TLS.
        let strict = world.secure_site("strict.test", outgoing(&[], street.clone())).await;
        assert_eq!(refusal(&strict, "beta.test").await, "trouble-connection");
        let gamma = plug(&world, &street, "gamma.test", &theirs, trusting()).await;
        assert_eq!(refusal(&alpha, "gamma.test").await, "trouble-connection");
        assert_eq!(refusal(&alpha, "http://beta.test").await, "error-host");
        street.open("gamma.test", gamma.router.clone(), None).await;
        assert_eq!(refusal(&alpha, "gamma.test").await, "trouble-connection");

        // A peer whose name suddenly answers with a certificate of somebody else: nothing is taken, its page says why.
        street.open("beta.test", beta.router.clone(), Some(theirs.issue("beta.test"))).await;
        beta.person("Piet Bakker", Scope::Network).await;
        pass(&world, &[&alpha, &beta]).await;
        let peer = alpha.peer("beta.test").await;
        let error = peer.last_error.unwrap();
        assert!(error.starts_with("trouble-connection: ") && error.contains("certificate"), "{error}");
        assert!(peer.next_try_at.is_some());
        assert_eq!(alpha.names_of("beta.test").await, ["Anne Smit"]);
        street.open("beta.test", beta.router.clone(), Some(ours.issue("beta.test"))).await;
        world.advance_seconds(60);
        settle(&[&alpha, &beta]).await;
        assert_eq!(alpha.names_of("beta.test").await, ["Anne Smit", "Piet Bakker"]);
    }

    async fn behind_a_proxy_everything_leaves_by_it_and_the_policy_still_holds(engine) {
        let (world, street, folder) = (World::new(engine), Street::default(), tempfile::tempdir().unwrap());
        let ours = Authority::new("Rijksoverheid");
        let file = pem_file(&folder, &ours);
        let proxy = Proxy::open(&street).await;
        let address = format!("http://proxy.intern:{}", proxy.socket.port());
        let settings =
            [("PLEIN_FEDERATION__EXTRA_CA", file.as_str()), ("PLEIN_FEDERATION__EGRESS_PROXY", &address)];
        let alpha = plug(&world, &street, "alpha.test", &ours, outgoing(&settings, Inside)).await;
        let beta = plug(&world, &street, "beta.test", &ours, outgoing(&settings, Inside)).await;
        befriend(&alpha, &beta).await;
        beta.person("Anne Smit", Scope::Network).await;
        pass(&world, &[&alpha, &beta]).await;
        assert_eq!(alpha.names_of("beta.test").await, ["Anne Smit"], "by the proxy: no other way leads there");
        let asked = proxy.asked();
        assert!(asked.contains(&"CONNECT beta.test:443".to_owned()), "{asked:?}");
        assert!(asked.contains(&"CONNECT alpha.test:443".to_owned()), "{asked:?}");

        for (host, key) in [
            ("metadata.evil.test", "trouble-internal-address"),
            ("proxy.intern", "trouble-internal-address"),
            ("169.254.169.254", "error-host"),
            ("localhost", "error-host"),
            ("http://beta.test", "error-host"),
            ("beta.test:8443", "error-host"),
        ] {
            assert_eq!(refusal(&alpha, host).await, key, "{host}");
        }
        assert_eq!(refusal(&alpha, "nowhere.test").await, "trouble-connection", "the proxy does not know it either");
        let refused = proxy.asked().split_off(asked.len());
        assert_eq!(refused, ["CONNECT nowhere.test:443"], "the proxy never heard of the others");
    }

    async fn a_proxy_is_used_for_plain_http_too(engine) {
        let (world, street) = (World::new(engine), Street::default());
        let proxy = Proxy::open(&street).await;
        let address = format!("http://{}", proxy.socket);
        let settings = [("PLEIN_FEDERATION__EGRESS_PROXY", address.as_str()), ("PLEIN_DEVELOPMENT__ENABLED", "true")];
        let alpha = world.secure_site("alpha.test", outgoing(&settings, Inside)).await;
        let beta = world.site("beta.test").await;
        street.open("beta.test", beta.router.clone(), None).await;
        let seen = alpha.federation.look_up(&ADMIN, "beta.test").await.unwrap();
        assert_eq!(seen.name, "Organisation beta.test");
        assert_eq!(proxy.asked(), ["GET http://beta.test/actor"]);
    }
}

/// A network in which only the proxy can be reached, as an operator builds one: no name outside is known.
struct Inside;

impl Network for Inside {
    fn look_up<'a>(&'a self, host: &'a str) -> Pin<Box<dyn Future<Output = Vec<IpAddr>> + Send + 'a>> {
        let found = match host {
            "proxy.intern" => vec![IpAddr::from([127, 0, 0, 1])],
            "metadata.evil.test" => vec![IpAddr::from([169, 254, 169, 254])],
            _ => Vec::new(),
        };
        Box::pin(std::future::ready(found))
    }

    fn dial(&self, host: &str, address: IpAddr) -> SocketAddr {
        assert_eq!(host, "proxy.intern", "somebody else was dialled");
        SocketAddr::new(address, 0)
    }
}
