//! The OpenAPI 3.1 description: paths from the table of [`super::paths`], shapes from the types.

use super::ask::{MOST, USUAL};
use super::paths::{ApiPath, PATHS};
use crate::store::{RecordType, Status};
use crate::web::errors::Details;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

/// A parameter of a query: what it is called here, its name, what it says, its schema, whether it may be
/// repeated, an example.
pub(super) struct Parameter {
    /// Other than its name where one name takes other values on another path.
    key: &'static str,
    name: &'static str,
    says: &'static str,
    schema: fn() -> Value,
    many: bool,
    example: &'static str,
}

const fn parameter(
    name: &'static str,
    says: &'static str,
    schema: fn() -> Value,
    many: bool,
    example: &'static str,
) -> Parameter {
    Parameter {
        key: name,
        name,
        says,
        schema,
        many,
        example,
    }
}

/// The parameter by another key.
const fn called(key: &'static str, parameter: Parameter) -> Parameter {
    Parameter { key, ..parameter }
}

fn text() -> Value {
    json!({ "type": "string", "maxLength": crate::web::query::VALUE })
}

fn day() -> Value {
    json!({ "type": "string", "format": "date" })
}

fn words(words: &[&str]) -> Value {
    json!({ "type": "string", "enum": words })
}

/// All parameters.
pub(super) const PARAMETERS: &[Parameter] = &[
    parameter(
        "q",
        "Words and phrases in quotation marks; all must occur. Parts of compound words count. Without any, everything that passes the other parameters.",
        text,
        false,
        "plan",
    ),
    parameter(
        "type",
        "Types of records.",
        || words(&RecordType::ALL.map(RecordType::name)),
        true,
        "assignment",
    ),
    parameter(
        "document",
        "The key of one document: only its records. A key that no document has gives none.",
        text,
        false,
        "allocation_letter-2026-kystetaten",
    ),
    parameter(
        "year",
        "Budget years of documents.",
        || json!({ "type": "integer", "minimum": 1800, "maximum": 2200 }),
        true,
        "2026",
    ),
    parameter(
        "kind",
        "Kinds of documents.",
        || {
            words(&[
                "commissioning_document",
                "allocation_letter",
                "budget_proposition",
                "annual_report",
                "meeting_protocol",
                "instruction",
                "letter",
            ])
        },
        true,
        "allocation_letter",
    ),
    parameter(
        "issuer",
        "Senders: names that contain these words, case and accents aside.",
        text,
        true,
        "departementet",
    ),
    parameter(
        "recipient",
        "Recipients, as senders; of deadlines those who are to do it.",
        text,
        true,
        "Kyst",
    ),
    parameter(
        "department",
        "The ministry's own units, as printed beside assignments; compared whole.",
        text,
        true,
        "HAV",
    ),
    parameter(
        "from",
        "The first day on which something is due.",
        day,
        false,
        "2026-01-01",
    ),
    parameter(
        "to",
        "The last day on which something is due.",
        day,
        false,
        "2026-12-31",
    ),
    parameter(
        "what",
        "Kinds of deadlines.",
        || {
            words(&[
                "delivery",
                "report",
                "start",
                "meeting",
                "aim",
                "parliament",
                "other",
            ])
        },
        true,
        "delivery",
    ),
    called(
        "standing",
        parameter(
            "status",
            "How records stand: assignments, deadlines and requests do.",
            || words(&Status::ALL.map(Status::name)),
            true,
            "withdrawn",
        ),
    ),
    parameter(
        "status",
        "How settled deadlines are.",
        || {
            words(&[
                "fixed",
                "tentative",
                "to_be_agreed",
                "recurring",
                "ongoing",
                "relative",
                "invalid",
                "other",
            ])
        },
        true,
        "fixed",
    ),
    parameter(
        "session",
        "The session of Parliament, in any dash.",
        text,
        false,
        "2024-2025",
    ),
    parameter(
        "state",
        "How requests stand.",
        || words(&["open", "unclear", "closed"]),
        false,
        "open",
    ),
    parameter(
        "post",
        "A post or a chapter of the budget, as people write it.",
        text,
        false,
        "732.70",
    ),
    parameter(
        "limit",
        "How many items are given at most.",
        || json!({ "type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL }),
        false,
        "10",
    ),
    parameter(
        "cursor",
        "Where to go on: only as it stands in `next`, with the same other parameters.",
        || json!({ "type": "string" }),
        false,
        "",
    ),
    parameter(
        "format",
        "`ndjson`: one item a line, the address of what follows in the header `Link`.",
        || words(&["json", "ndjson"]),
        false,
        "json",
    ),
    parameter(
        "since",
        "The `cursor` of the last answer.",
        || json!({ "type": "string" }),
        false,
        "",
    ),
];

/// The whole description.
pub(super) fn description() -> Value {
    let mut generator = SchemaSettings::draft2020_12()
        .for_serialize()
        .with(|settings| settings.definitions_path = "/components/schemas".into())
        .into_generator();
    let problem = generator.subschema_for::<Details>().to_value();
    let mut paths = Map::new();
    for path in PATHS {
        let answer = (path.answer)(&mut generator).to_value();
        paths.insert(path.path.into(), json!({ "get": operation(path, &answer) }));
    }
    let parameters = PARAMETERS.iter().map(|one| {
        let schema = (one.schema)();
        let schema = match one.many {
            true => json!({ "type": "array", "items": schema }),
            false => schema,
        };
        let mut described = json!({
            "name": one.name, "in": "query", "description": one.says, "schema": schema,
        });
        if !one.example.is_empty() {
            let example = match (one.many, one.example.parse::<i64>()) {
                (true, Ok(number)) => json!([number]),
                (true, Err(_)) => json!([one.example]),
                (false, Ok(number)) => json!(number),
                (false, Err(_)) => json!(one.example),
            };
            described["example"] = example;
        }
        (one.key.to_string(), described)
    });
    let parameters: Map<String, Value> = parameters.collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "oppdrag",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "What Norwegian ministries ask of their agencies, by when, for how much, and what was answered: every text a quotation with its place. Read-only. Answers carry an ETag of the state of the store; ask again with If-None-Match. A parameter that a path does not know, or a value that cannot be, is a 400 that names it.",
        },
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "paths": paths,
        "components": {
            "schemas": generator.take_definitions(true),
            "parameters": parameters,
            "responses": {
                "Problem": {
                    "description": "Why there is no answer (RFC 9457)",
                    "content": { "application/problem+json": { "schema": problem } },
                },
                "NotModified": { "description": "The asker has the answer already" },
            },
        },
    })
}

fn operation(path: &ApiPath, answer: &Value) -> Value {
    let mut parameters: Vec<Value> = path
        .parameters
        .iter()
        .map(|name| json!({ "$ref": format!("#/components/parameters/{name}") }))
        .collect();
    for name in ["key", "id"] {
        if path.path.contains(&format!("{{{name}}}")) {
            parameters.push(json!({
                "name": name, "in": "path", "required": true, "schema": { "type": "string" },
            }));
        }
    }
    let mut content = json!({ "application/json": { "schema": answer } });
    if path.parameters.contains(&"format") {
        content["application/x-ndjson"] = json!({ "schema": { "type": "string" } });
    }
    let mut responses = json!({
        "200": {
            "description": path.summary,
            "headers": {
                "ETag": { "schema": { "type": "string" } },
                "Last-Modified": { "schema": { "type": "string" } },
            },
            "content": content,
        },
        "304": { "$ref": "#/components/responses/NotModified" },
        "default": { "$ref": "#/components/responses/Problem" },
    });
    for status in path.problems {
        responses[status.to_string()] = json!({ "$ref": "#/components/responses/Problem" });
    }
    json!({
        "operationId": path.path.trim_start_matches("/api/v1").replace(['/', '{', '}', '.'], "_"),
        "summary": path.summary,
        "parameters": parameters,
        "responses": responses,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parameter_of_a_path_is_described_and_every_described_one_is_used() {
        for path in PATHS {
            for name in path.parameters {
                assert!(
                    PARAMETERS.iter().any(|one| one.key == *name),
                    "{}: {name}",
                    path.path
                );
            }
        }
        for one in PARAMETERS {
            let used = |path: &ApiPath| path.parameters.contains(&one.key);
            assert!(PATHS.iter().any(used), "{}", one.key);
        }
    }
}
