//! From the route table and a few words per row to an OpenAPI document.
//!
//! Paths, methods and who may come from the table, so the document cannot promise what is not there; the schemas
//! come from the very types that are sent.

use axum::http::Method;
use federation::route::{Access, Route};
use serde::Serialize;
use utoipa::openapi::path::{HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, Content, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, PathsBuilder, Ref,
    RefOr, Required, ResponseBuilder, Schema, ServerBuilder,
};
use utoipa::{IntoParams, PartialSchema, ToSchema};

use super::{BASE, VERSION};

const BEARER: &str = "token";
const OCTETS: &str = "application/octet-stream";

/// What a row takes and gives.
pub struct Operation {
    pub method: Method,
    pub path: &'static str,
    builder: OperationBuilder,
    schemas: Vec<(String, RefOr<Schema>)>,
}

/// The body of every error.
#[derive(Serialize, ToSchema)]
pub struct Problem {
    /// About a status alone, as RFC 9457 has it for problems without a page of their own.
    pub r#type: &'static str,
    /// What happened, in the reader's language.
    pub title: String,
    pub status: u16,
    /// What to do about it.
    pub detail: String,
    /// The number of the request, which an administrator finds in the log.
    pub instance: String,
    /// The fields to look at again.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ProblemField>,
}

#[derive(Serialize, ToSchema)]
pub struct ProblemField {
    pub field: String,
    pub message: String,
}

impl Operation {
    pub fn get(path: &'static str, summary: &str) -> Self {
        Self::new(Method::GET, path, summary)
    }

    pub fn patch(path: &'static str, summary: &str) -> Self {
        Self::new(Method::PATCH, path, summary)
    }

    pub fn put(path: &'static str, summary: &str) -> Self {
        Self::new(Method::PUT, path, summary)
    }

    pub fn post(path: &'static str, summary: &str) -> Self {
        Self::new(Method::POST, path, summary)
    }

    pub fn delete(path: &'static str, summary: &str) -> Self {
        Self::new(Method::DELETE, path, summary)
    }

    fn new(method: Method, path: &'static str, summary: &str) -> Self {
        let builder = OperationBuilder::new().summary(Some(summary));
        Self { method, path, builder, schemas: Vec::new() }
    }

    /// `{name}` in the path, an id.
    #[must_use]
    pub fn path_parameter(mut self, name: &str) -> Self {
        let parameter = ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Path)
            .required(Required::True)
            .schema(Some(String::schema()));
        self.builder = self.builder.parameter(parameter.build());
        self
    }

    /// The query string is read as this type.
    #[must_use]
    pub fn query<P: IntoParams>(mut self) -> Self {
        let parameters = P::into_params(|| Some(ParameterIn::Query));
        self.builder = parameters.into_iter().fold(self.builder, OperationBuilder::parameter);
        self
    }

    /// The body is JSON of this type.
    #[must_use]
    pub fn takes<B: ToSchema>(mut self) -> Self {
        let content = self.content::<B>();
        let body =
            RequestBodyBuilder::new().content("application/json", content).required(Some(Required::True));
        self.builder = self.builder.request_body(Some(body.build()));
        self
    }

    /// The body is bytes as they are.
    #[must_use]
    pub fn takes_bytes(mut self) -> Self {
        let body =
            RequestBodyBuilder::new().content(OCTETS, Content::default()).required(Some(Required::True));
        self.builder = self.builder.request_body(Some(body.build()));
        self
    }

    /// The answer is bytes as they are.
    #[must_use]
    pub fn answers_bytes(mut self) -> Self {
        let answer = ResponseBuilder::new().description("The bytes").content(OCTETS, Content::default());
        self.builder = self.builder.response("200", answer.build());
        self
    }

    /// The answer is JSON of this type.
    #[must_use]
    pub fn answers<A: ToSchema>(mut self) -> Self {
        let content = self.content::<A>();
        let answer =
            ResponseBuilder::new().description("What was asked for").content("application/json", content);
        self.builder = self.builder.response("200", answer.build());
        self
    }

    fn content<T: ToSchema>(&mut self) -> Content {
        self.schemas.push((T::name().into_owned(), T::schema()));
        T::schemas(&mut self.schemas);
        Content::new(Some(Ref::from_schema_name(T::name())))
    }
}

/// The document of the rows under `/api/v1`.
pub fn document<S>(routes: &[Route<S>], operations: Vec<Operation>) -> OpenApi {
    let scheme = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("A token that a person made on his account page; it may do what he may."));
    let mut components = ComponentsBuilder::new()
        .security_scheme(BEARER, SecurityScheme::Http(scheme.build()))
        .schema_from::<Problem>()
        .schema_from::<ProblemField>();
    let mut paths = PathsBuilder::new();
    for operation in operations {
        components = components.schemas_from_iter(operation.schemas);
        let row = routes.iter().find(|row| (row.path, &row.method) == (operation.path, &operation.method));
        let Some((row, method)) = row.zip(http_method(&operation.method)) else { continue };
        let path = row.path.strip_prefix(BASE).unwrap_or(row.path);
        paths = paths.path(path, PathItem::new(method, secured(operation.builder, row.access)));
    }
    OpenApiBuilder::new()
        .info(info())
        .servers(Some([ServerBuilder::new().url(BASE).build()]))
        .paths(paths.build())
        .components(Some(components.build()))
        .build()
}

fn info() -> utoipa::openapi::Info {
    let license = LicenseBuilder::new().name("AGPL-3.0-or-later").build();
    InfoBuilder::new()
        .title("Plein")
        .version(VERSION)
        .description(Some(
            "Colleagues of every connected organisation, as the owner of the token may see them.",
        ))
        .license(Some(license))
        .build()
}

/// Every operation can go wrong; those that ask for a token say so.
fn secured(builder: OperationBuilder, access: Access) -> OperationBuilder {
    let problem = Content::new(Some(Ref::from_schema_name("Problem")));
    let wrong =
        ResponseBuilder::new().description("What went wrong").content("application/problem+json", problem);
    let builder = builder.response("default", wrong.build());
    match access {
        Access::Anyone => builder,
        _ => builder.security(SecurityRequirement::new(BEARER, Vec::<String>::new())),
    }
}

fn http_method(method: &Method) -> Option<HttpMethod> {
    match *method {
        Method::GET => Some(HttpMethod::Get),
        Method::POST => Some(HttpMethod::Post),
        Method::PUT => Some(HttpMethod::Put),
        Method::PATCH => Some(HttpMethod::Patch),
        Method::DELETE => Some(HttpMethod::Delete),
        _ => None,
    }
}
