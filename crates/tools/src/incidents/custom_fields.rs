//! Setting custom fields of an incident.

use pagerduty::model::{CustomField, CustomFieldDefinition, Incident, request::CustomFieldValue};
use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::Value;
use toolkit::{error::Candidate, phrasing, prelude::*};

use super::by_number::by_id;
use super::target::IncidentTarget;

/// Set custom fields of a PagerDuty incident; those that are not named stay as they are.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct SetCustomFields {
    /// The incident, by ID or number.
    incident_id: Id<Incident>,
    /// Each `name=value`, such as `environment=production`; commas between several values of one field, nothing after `=` to
    /// clear it. An object of names with their values works too.
    #[schemars(schema_with = "name_values")]
    values: Vec<String>,
}

fn name_values(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "array", "items": { "type": "string", "format": "name_value" } })
}

impl Edit for SetCustomFields {
    const INFO: Info = Info::write("set_custom_fields", "Set custom fields", Toolset::Response, Effect::Everyday);

    type Shown = CustomField;

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        let target = IncidentTarget::of(&self.incident_id, Effect::Everyday, cx).await?;
        let id = target.id.clone();
        let fields = cx.pagerduty()?.custom_fields(&id).await?;
        let fields: Vec<CustomField> = fields.rows.into_iter().map(|row| row.item).collect();
        let mut values: Vec<CustomFieldValue> =
            self.values.iter().map(|text| read(text, &fields)).collect::<Result<_>>()?;
        let is_fixed = |value: &CustomFieldValue| {
            let field = fields.iter().find(|field| field.id.as_deref() == Some(&value.id));
            field.and_then(|field| field.field_type.as_deref()).is_some_and(|kind| kind.ends_with("_fixed"))
        };
        if values.iter().any(is_fixed) {
            let definitions = definitions(&id, cx).await;
            for value in &mut values {
                let definition = definitions.iter().find(|one| one.id.as_deref() == Some(&value.id));
                definition.map_or(Ok(()), |definition| canonicalise(&mut value.value, definition))?;
            }
        }
        let what = format!("Set custom fields of incident {}", target.called());
        let plan = Plan::new(Effect::Everyday, what).change(Change::set_custom_fields(&id, &values));
        Ok(self.values.iter().fold(target.named_in(plan), |plan, value| plan.quote("Field", Some(value))))
    }

    async fn answer(&self, _: Reply, cx: &Context) -> Result<Answer> {
        // PagerDuty answers with what was set; the person wants to see how the incident stands.
        let id = by_id(&self.incident_id, cx).await?;
        Ok(Answer::list(&cx.pagerduty()?.custom_fields(&id).await?, &Include::default()))
    }
}

/// The definitions of the fields of an incident; none where they cannot be read, for PagerDuty checks the values too.
async fn definitions(id: &Id<Incident>, cx: &Context) -> Vec<CustomFieldDefinition> {
    let read = async {
        let client = cx.pagerduty()?;
        let incident = client.get(id).await?.fields();
        let name = incident.get("incident_type").and_then(|kind| kind["name"].as_str()?.parse().ok());
        Ok::<_, Error>(match name {
            Some(name) => client.custom_field_definitions(&name).await?.rows,
            None => Vec::new(),
        })
    };
    read.await.unwrap_or_default().into_iter().map(|row| row.item).collect()
}

/// Writes a value as its definition does, where only some are allowed.
fn canonicalise(value: &mut Value, definition: &CustomFieldDefinition) -> Result<()> {
    let values = match value {
        Value::Array(values) => values.iter_mut().collect(),
        Value::Null => Vec::new(),
        one => vec![one],
    };
    for value in values {
        let Some(text) = value.as_str() else { continue };
        if definition.allowed().next().is_none() {
            return Ok(());
        }
        match definition.allowed().find(|allowed| allowed.eq_ignore_ascii_case(text)) {
            Some(allowed) => *value = allowed.into(),
            None => {
                let name = phrasing::short(definition.name.as_deref().unwrap_or_default());
                let message = format!("`{name}` cannot be `{}`", phrasing::short(text));
                return Err(Error::new(Code::InvalidParameter, message)
                    .candidates(definition.allowed().map(|allowed| Candidate::new(None, allowed, None)))
                    .hint("the values that it may have are in `candidates`"));
            }
        }
    }
    Ok(())
}

/// The field and the value of `name=value`.
fn read(text: &str, fields: &[CustomField]) -> Result<CustomFieldValue> {
    let shown = phrasing::short(text);
    let (name, value) = text.split_once('=').ok_or_else(|| {
        Error::new(Code::InvalidParameter, format!("`{shown}` in `values` has no `=`")).hint("write `name=value`")
    })?;
    let name = name.trim();
    let is_meant = |field: &&CustomField| {
        [&field.name, &field.display_name]
            .iter()
            .any(|one| one.as_deref().is_some_and(|one| one.eq_ignore_ascii_case(name)))
            || field.id.as_deref() == Some(name)
    };
    let field = fields.iter().find(is_meant).ok_or_else(|| {
        let named = |field: &CustomField| Some(Candidate::new(field.id.as_deref(), field.name.as_deref()?, None));
        Error::new(Code::InvalidParameter, format!("no custom field is called `{}`", phrasing::short(name)))
            .candidates(fields.iter().filter_map(named))
            .hint(match fields {
                [] => "this incident has no custom fields",
                _ => "its fields are in `candidates`",
            })
    })?;
    let id = field.id.as_deref().unwrap_or_default().to_owned();
    let data_type = field.data_type.as_deref().unwrap_or("string");
    let typed = |value: &str| {
        let value = value.trim();
        let typed = match data_type {
            "integer" => value.parse::<i64>().ok().map(Value::from),
            "float" => value.parse::<f64>().ok().map(Value::from),
            "boolean" => value.parse::<bool>().ok().map(Value::from),
            _ => Some(value.into()),
        };
        typed.ok_or_else(|| {
            Error::new(Code::InvalidParameter, format!("`{}` in `{shown}` is no {data_type}", phrasing::short(value)))
                .hint(format!("give a value of the type {data_type}"))
        })
    };
    let value = match (value.trim(), field.field_type.as_deref()) {
        ("", _) => Value::Null,
        (several, Some("multi_value" | "multi_value_fixed")) => several.split(',').map(typed).collect::<Result<_>>()?,
        (one, _) => typed(one)?,
    };
    Ok(CustomFieldValue { id, value })
}
