//! What other programs an account works with: vendors, extensions, webhooks, add-ons and licences.

use serde_json::json;

use crate::account::Account;
use crate::id::{Key, Kind};
use crate::model::Service;
use crate::rows::Row;
use crate::time::{before, days};

/// Names and pages of tools that send events.
const VENDORS: [(&str, &str); 5] = [
    ("Datadog", "datadog"),
    ("Prometheus", "prometheus"),
    ("Amazon CloudWatch", "amazon-cloudwatch"),
    ("Sentry", "sentry"),
    ("Pingdom", "pingdom"),
];

/// Labels and keys of extensions.
const SCHEMAS: [(&str, &str); 3] =
    [("Generic V2 Webhook", "generic_v2_webhook"), ("Slack", "slack"), ("ServiceNow", "servicenow")];

pub(super) fn fill(account: &mut Account) {
    for (name, slug) in VENDORS {
        let guide = format!("https://www.pagerduty.com/docs/guides/{slug}-integration-guide/");
        let logo = format!("https://assets.pagerduty.com/vendors/{slug}.png");
        let fields = json!({
            "name": name,
            "website_url": format!("https://{slug}.example"),
            "logo_url": logo,
            "thumbnail_url": logo,
            "description": format!("{name} sends events"),
            "integration_guide_url": guide,
        });
        account.rows.add(Kind::Vendor, Row::new(0, fields));
    }
    for (label, key) in SCHEMAS {
        let image = format!("https://assets.pagerduty.com/extensions/{key}.png");
        let fields = json!({
            "icon_url": image,
            "logo_url": image,
            "label": label,
            "key": key,
            "description": format!("Tells {label} about incidents"),
            "guide_url": format!("https://support.pagerduty.com/docs/{key}"),
            "send_types": ["trigger", "acknowledge", "resolve", "escalate", "assign"],
            "url": "",
        });
        account.rows.add(Kind::ExtensionSchema, Row::new(0, fields));
    }
    let service = account.id(Key::<Service>::new(0));
    let schema = account.row_id(Kind::ExtensionSchema, 1);
    let extension = json!({"name": "Checkout channel", "endpoint_url": "https://chat.larkspur.example/hooks/checkout",
        "extension_objects": [service], "extension_schema": schema, "temporarily_disabled": false});
    account.rows.add(Kind::Extension, Row::new(0, extension));
    let webhook = json!({"active": true, "description": "Tells the data warehouse of every incident",
        "events": ["incident.triggered", "incident.acknowledged", "incident.resolved"],
        "filter": {"type": "account_reference"},
        "delivery_method": {"type": "http_delivery_method", "url": "https://warehouse.larkspur.example/incidents",
            "custom_headers": []}});
    account.rows.add(Kind::WebhookSubscription, Row::new(0, webhook));
    let addon = json!({"type": "full_page_addon", "name": "Map of services", "src": "https://map.larkspur.example/"});
    account.rows.add(Kind::Addon, Row::new(0, addon));
    let since = before(account.started, days(300)).to_string();
    let orchestration = json!({"name": "Shop Events", "description": "Routes events of the shop by their source",
        "created_at": since, "updated_at": since});
    let orchestration = account.rows.add(Kind::EventOrchestration, Row::new(0, orchestration));
    account.rows.add(Kind::OrchestrationIntegration, Row::new(orchestration, json!({"label": "Shop sensors"})));
    let count = account.users.iter().filter(|user| user.deleted_at.is_none()).count();
    let license = json!({"name": "Business (Full User)", "description": "Users who respond",
        "valid_roles": ["owner", "admin", "user", "limited_user", "observer", "restricted_access"],
        "role_group": "FullUser", "current_value": count, "allocations_available": 12});
    account.rows.add(Kind::License, Row::new(0, license));
}
