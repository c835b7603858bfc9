//! Who asks, in the strength a handler needs.
//!
//! The guard has refused everyone else before the handler runs; these say the same in a type, so that a handler
//! mounted on the wrong row answers 404 or 401 rather than the wrong thing.

use std::ops::Deref;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::{Error, Principal, principal};

use crate::error::Problem;
use crate::layers::identify::Identity;
use crate::state::Ctx;

/// Anyone, signed in or not.
#[derive(Clone, Debug)]
pub struct Visitor(pub Principal);

/// A signed-in person of this organisation.
#[derive(Clone, Debug)]
pub struct Member {
    pub principal: Principal,
    who: principal::Member,
}

/// A signed-in administrator.
#[derive(Clone, Debug)]
pub struct Admin(pub Member);

impl FromRequestParts<Ctx> for Visitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Ctx) -> Result<Self, Problem> {
        let identity = parts.extensions.get::<Identity>();
        let principal = identity.map(|identity| identity.principal.clone());
        principal.map(Self).ok_or_else(|| Problem::internal("a route without the layer that identifies"))
    }
}

impl FromRequestParts<Ctx> for Member {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, ctx: &Ctx) -> Result<Self, Problem> {
        let Visitor(principal) = Visitor::from_request_parts(parts, ctx).await?;
        let who = principal.member().cloned().ok_or(Error::Unauthenticated)?;
        Ok(Self { principal, who })
    }
}

impl FromRequestParts<Ctx> for Admin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, ctx: &Ctx) -> Result<Self, Problem> {
        let member = Member::from_request_parts(parts, ctx).await?;
        member.principal.require_administrator()?;
        Ok(Self(member))
    }
}

/// Account, person, organisation and role of the member.
impl Deref for Member {
    type Target = principal::Member;

    fn deref(&self) -> &principal::Member {
        &self.who
    }
}

impl Deref for Admin {
    type Target = Member;

    fn deref(&self) -> &Member {
        &self.0
    }
}
