//! What is printed when the demo is ready: a page for people, one line of JSON for scripts.

use std::fmt;

use domain::principal::Role;
use serde::Serialize;

use super::logins::Login;
use super::material::Organisation;
use super::networks::NetworkReady;
use super::people::Colleague;

/// The line that scripts wait for.
#[derive(Debug, Clone, Serialize)]
pub struct Ready {
    ready: bool,
    pub organisations: Vec<OrganisationReady>,
    pub networks: Vec<NetworkReady>,
}

/// One organisation with everybody who can sign in.
#[derive(Debug, Clone, Serialize)]
pub struct OrganisationReady {
    pub host: String,
    pub name: String,
    pub url: String,
    pub admin: Login,
    pub people: Vec<Login>,
}

impl Ready {
    pub(super) fn new(organisations: Vec<OrganisationReady>, networks: Vec<NetworkReady>) -> Self {
        Self { ready: true, organisations, networks }
    }

    /// One line.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }
}

impl OrganisationReady {
    /// `None` without an administrator.
    pub(super) fn new(
        organisation: &Organisation,
        url: String,
        colleagues: &[Colleague],
        logins: Vec<Login>,
    ) -> Option<Self> {
        let administers = |login: &Login| {
            colleagues.iter().any(|one| one.mail == login.login && one.login == Some(Role::Administrator))
        };
        let (admins, people): (Vec<Login>, Vec<Login>) = logins.into_iter().partition(administers);
        let admin = admins.into_iter().next()?;
        Some(Self { host: organisation.host.clone(), name: organisation.name.clone(), url, admin, people })
    }
}

impl fmt::Display for Ready {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "\nPlein is ready: three organisations that find each other's people and share their networks.\n"
        )?;
        for organisation in &self.organisations {
            writeln!(f, "  {}\n  {}", organisation.name, organisation.url)?;
            for (login, role) in organisation.everybody() {
                writeln!(f, "    {:<34} {:<36} {role}", login.login, login.password)?;
            }
            writeln!(f)?;
        }
        for network in &self.networks {
            writeln!(f, "  {:<34} {}", network.name, network.url)?;
        }
        writeln!(f)?;
        writeln!(f, "  Sign in as sanne.verbree in Utrecht and look for \"stikstof\": Gelderland answers.")?;
        writeln!(
            f,
            "  Look for \"noodstroom\" as youssef.benhaddou, and again as sanne.verbree: Aylin answered it in a"
        )?;
        writeln!(f, "  closed network, so she is found by its members alone, wherever they work.")?;
        writeln!(f, "  These logins work on this machine alone. Stop with Ctrl-C; what you did is kept.")
    }
}

impl OrganisationReady {
    fn everybody(&self) -> impl Iterator<Item = (&Login, &'static str)> {
        std::iter::once((&self.admin, "administrator")).chain(self.people.iter().map(|login| (login, "")))
    }
}
