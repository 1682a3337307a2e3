//! The JSON Schema of the contract, made from the types of the model.

use crate::model::{Extraction, SCHEMA_VERSION};
use jsonschema::Validator;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};
use std::sync::LazyLock;

/// A place where JSON breaks the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The place, as a JSON pointer ("/documents/0/deadlines/3/date"); empty for the whole.
    pub path: String,
    /// What is wrong there.
    pub message: String,
}

/// Members that hold a day, and nothing but a day.
const DAYS: [&str; 3] = ["date", "earliest", "latest"];

/// The JSON Schema (2020-12) of what `extract` writes.
///
/// Every property is required, because absent values are written as `null`; the one exception is
/// `bbox`, which only spans from PDF have. Unknown properties are refused.
pub fn schema() -> Value {
    let made = SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<Extraction>()
        .to_value();
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:oppdrag:extraction:{SCHEMA_VERSION}"),
        "title": format!("Extraction of oppdrag, version {SCHEMA_VERSION}"),
    });
    if let (Some(schema), Value::Object(made)) = (schema.as_object_mut(), made) {
        for (name, value) in made {
            schema.entry(name).or_insert(value);
        }
    }
    if let Some(Value::Object(version)) = schema.pointer_mut("/properties/schema_version") {
        version.insert("const".into(), json!(SCHEMA_VERSION));
    }
    tighten(&mut schema);
    schema
}

/// Adds what Rust's types cannot say: days are ISO 8601, a digest is 64 hexadecimal digits.
fn tighten(node: &mut Value) {
    match node {
        Value::Object(members) => {
            if let Some(Value::Object(properties)) = members.get_mut("properties") {
                for (name, property) in properties.iter_mut() {
                    let pattern = match name.as_str() {
                        name if DAYS.contains(&name) => r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
                        "sha256" | "grammars_sha256" | "rest" => "^[0-9a-f]{64}$",
                        _ => continue,
                    };
                    if let Some(property) = property.as_object_mut() {
                        property.insert("pattern".into(), json!(pattern));
                    }
                }
            }
            members.values_mut().for_each(tighten);
        }
        Value::Array(items) => items.iter_mut().for_each(tighten),
        _ => {}
    }
}

static VALIDATOR: LazyLock<Result<Validator, String>> =
    LazyLock::new(|| jsonschema::draft202012::new(&schema()).map_err(|error| error.to_string()));

/// Every place where `value` breaks the schema; none for JSON that conforms.
pub fn validate(value: &Value) -> Vec<Finding> {
    match &*VALIDATOR {
        Ok(validator) => validator
            .iter_errors(value)
            .map(|error| Finding {
                path: error.instance_path().to_string(),
                message: error.to_string(),
            })
            .collect(),
        Err(reason) => vec![Finding {
            path: String::new(),
            message: format!("internal error: the schema itself is broken: {reason}"),
        }],
    }
}
