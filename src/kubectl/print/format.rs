//! The machine-readable forms: `-o yaml`, `json`, `name`, `jsonpath=…`, `go-template=…`,
//! `custom-columns=…`.

use super::template::go_text;
use super::{jsonpath, table::Table, template};
use crate::cluster::api::Object;
use crate::manifest::write_value;
use serde::Serialize;
use serde_json::{Value, json};

/// A form `-o` can ask for, other than the tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// `yaml`
    Yaml,
    /// `json`
    Json,
    /// `name`
    Name,
    /// `jsonpath=…`
    JsonPath(jsonpath::Template),
    /// `jsonpath-as-json=…`
    JsonPathAsJson(jsonpath::Template),
    /// `go-template=…`
    Template(template::Template),
    /// `custom-columns=HEADER:path,…`
    Columns {
        /// Header and path of each.
        columns: Vec<(String, jsonpath::Template)>,
        /// Not `--no-headers`.
        headers: bool,
    },
}

const ALLOWED: &str = "custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,wide,yaml";

impl Format {
    /// Reads what follows `-o`; `wide` and nothing are tables and not meant here.
    ///
    /// # Errors
    /// What kubectl says after `error: `.
    pub fn parse(text: &str, template_flag: Option<&str>) -> Result<Self, String> {
        let (name, argument) = match text.split_once('=') {
            Some((name, argument)) => (name, Some(argument)),
            None => (text, template_flag),
        };
        let argument = argument.filter(|argument| !argument.is_empty());
        match (name, argument) {
            ("yaml", None) => Ok(Self::Yaml),
            ("json", None) => Ok(Self::Json),
            ("name", None) => Ok(Self::Name),
            ("jsonpath-as-json", Some(path)) => {
                jsonpath::Template::parse(path).map(Self::JsonPathAsJson)
            }
            ("jsonpath", Some(path)) => jsonpath::Template::parse(path).map(Self::JsonPath),
            ("go-template" | "template", Some(text)) => {
                template::Template::parse(text).map(Self::Template)
            }
            ("jsonpath" | "jsonpath-as-json" | "go-template" | "template", None) => {
                Err("template format specified but no template given".to_owned())
            }
            ("custom-columns", Some(columns)) => {
                custom_columns(columns).map(|columns| Self::Columns {
                    columns,
                    headers: true,
                })
            }
            ("custom-columns", None) => {
                Err("custom-columns format specified but no custom columns given".to_owned())
            }
            _ => Err(format!(
                "unable to match a printer suitable for the output format {text:?}, allowed formats are: {ALLOWED}"
            )),
        }
    }

    /// Without headers, where the form has some.
    #[must_use]
    pub fn without_headers(mut self) -> Self {
        if let Self::Columns { headers, .. } = &mut self {
            *headers = false;
        }
        self
    }

    /// The objects in this form. `single`: one object was asked for by name, so there is no list
    /// around it.
    ///
    /// # Errors
    /// A template that does not fit the object, in kubectl's words.
    pub fn print(&self, objects: &[Object], single: bool) -> Result<String, String> {
        match self {
            Self::Name => Ok(objects.iter().map(name_line).collect()),
            Self::Yaml => Ok(write_value(&value(objects, single))),
            Self::Json => Ok(json_text(&value(objects, single))),
            Self::JsonPath(path) => path.try_print(&value(objects, single)),
            Self::JsonPathAsJson(path) => Ok(json_text(&path.values(&value(objects, single))?)
                .trim_end()
                .to_owned()
                + "\n"),
            Self::Template(template) => template.print(&value(objects, single)),
            Self::Columns { columns, headers } => {
                let values: Vec<Value> = objects.iter().map(Object::to_value).collect();
                Ok(table(columns, *headers, &values))
            }
        }
    }
}

impl Format {
    /// A single object that is only data yet.
    ///
    /// # Errors
    /// As [`Self::print`].
    pub fn print_value(&self, value: &Value) -> Result<String, String> {
        match self {
            Self::Name => Ok(String::new()),
            Self::Yaml => Ok(write_value(value)),
            Self::Json => Ok(json_text(value)),
            Self::JsonPath(path) => path.try_print(value),
            Self::JsonPathAsJson(path) => Ok(json_text(&path.values(value)?)),
            Self::Template(template) => template.print(value),
            Self::Columns { columns, headers } => {
                Ok(table(columns, *headers, std::slice::from_ref(value)))
            }
        }
    }
}

fn name_line(object: &Object) -> String {
    format!(
        "{}/{}\n",
        object.kind().printed(),
        object.meta().name.as_deref().unwrap_or_default()
    )
}

fn value(objects: &[Object], single: bool) -> Value {
    match objects {
        [object] if single => object.to_value(),
        _ => {
            let items: Vec<Value> = objects.iter().map(Object::to_value).collect();
            json!({"apiVersion": "v1", "items": items, "kind": "List", "metadata": {"resourceVersion": ""}})
        }
    }
}

/// JSON with four spaces, as kubectl has it.
#[must_use]
pub fn json_text(value: &Value) -> String {
    let mut bytes = Vec::new();
    let formatter = serde_json::ser::PrettyFormatter::with_indent(b"    ");
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, formatter);
    let written = value.serialize(&mut serializer);
    debug_assert!(written.is_ok(), "a value has nothing that JSON cannot say");
    let mut text = String::from_utf8(bytes).unwrap_or_default();
    text.push('\n');
    text
}

fn custom_columns(text: &str) -> Result<Vec<(String, jsonpath::Template)>, String> {
    text.split(',')
        .map(|column| {
            let Some((header, path)) = column.split_once(':').filter(|(_, path)| !path.is_empty())
            else {
                return Err(format!(
                    "unexpected custom-columns spec: {column}, expected <header>:<json-path-expr>"
                ));
            };
            let path = path.trim_start_matches('{').trim_end_matches('}');
            let path = if path.starts_with(['.', '[']) {
                path.to_owned()
            } else {
                format!(".{path}")
            };
            Ok((
                header.to_owned(),
                jsonpath::Template::parse(&format!("{{{path}}}"))?,
            ))
        })
        .collect()
}

fn table(columns: &[(String, jsonpath::Template)], headers: bool, values: &[Value]) -> String {
    let mut rows = Vec::new();
    if headers {
        let names = columns.iter().map(|(header, _)| header.clone());
        rows.push(names.collect::<Vec<_>>());
    }
    for value in values {
        rows.push(
            columns
                .iter()
                .map(|(_, path)| {
                    let found = path.values(value).unwrap_or_default();
                    let found: Vec<String> = found
                        .as_array()
                        .into_iter()
                        .flatten()
                        .map(go_text)
                        .collect();
                    if found.is_empty() {
                        "<none>".to_owned()
                    } else {
                        found.join(",")
                    }
                })
                .collect(),
        );
    }
    Table::default().write(&rows)
}
