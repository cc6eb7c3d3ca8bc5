//! Custom fields: what this company wants to know of every incident, beyond what PagerDuty asks.

/// The name of the one type of incidents, which PagerDuty calls the base type.
pub(crate) const INCIDENT_TYPE: &str = "incident_default";

/// The definition of a field.
pub(crate) struct CustomField {
    pub(crate) name: &'static str,
    pub(crate) display_name: &'static str,
    pub(crate) description: &'static str,
    pub(crate) data_type: DataType,
    /// Whether it holds a list.
    pub(crate) is_multiple: bool,
    /// If there are any, values are among these.
    pub(crate) options: &'static [&'static str],
}

/// What a field may hold. Source: OpenAPI, custom fields.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum DataType {
    Boolean,
    Integer,
    String,
    Datetime,
    Url,
}

/// What a field holds in one incident.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum FieldValue {
    Boolean(bool),
    Integer(i64),
    /// A string, a time or an address.
    Text(Box<str>),
    Texts(Vec<Box<str>>),
}

pub(crate) static CUSTOM_FIELDS: [CustomField; 7] = [
    CustomField {
        name: "impacted_region",
        display_name: "Impacted region",
        description: "Where customers notice it",
        data_type: DataType::String,
        is_multiple: false,
        options: &["us-east-1", "us-west-2", "eu-west-1", "ap-northeast-1"],
    },
    CustomField {
        name: "customer_impact",
        display_name: "Customer impact",
        description: "How many customers are affected",
        data_type: DataType::String,
        is_multiple: false,
        options: &["none", "some", "all"],
    },
    CustomField {
        name: "affected_orders",
        display_name: "Affected orders",
        description: "Orders that were lost or have to be repeated",
        data_type: DataType::Integer,
        is_multiple: false,
        options: &[],
    },
    CustomField {
        name: "channels",
        display_name: "Sales channels",
        description: "What customers were using",
        data_type: DataType::String,
        is_multiple: true,
        options: &["web", "ios", "android", "partner"],
    },
    CustomField {
        name: "vendor_ticket",
        display_name: "Vendor ticket",
        description: "The ticket at the provider that causes it",
        data_type: DataType::Url,
        is_multiple: false,
        options: &[],
    },
    CustomField {
        name: "review_due",
        display_name: "Review due",
        description: "When the review of the incident has to be written",
        data_type: DataType::Datetime,
        is_multiple: false,
        options: &[],
    },
    CustomField {
        name: "regulator_told",
        display_name: "Regulator told",
        description: "Whether the authorities were told, where they have to be",
        data_type: DataType::Boolean,
        is_multiple: false,
        options: &[],
    },
];

impl DataType {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            DataType::Boolean => "boolean",
            DataType::Integer => "integer",
            DataType::String => "string",
            DataType::Datetime => "datetime",
            DataType::Url => "url",
        }
    }
}

impl CustomField {
    pub(crate) const fn field_type(&self) -> &'static str {
        match (self.is_multiple, self.options.is_empty()) {
            (false, true) => "single_value",
            (false, false) => "single_value_fixed",
            (true, true) => "multi_value",
            (true, false) => "multi_value_fixed",
        }
    }

    /// Whether a text is among the options, if there are any.
    pub(crate) fn allows(&self, text: &str) -> bool {
        self.options.is_empty() || self.options.contains(&text)
    }
}
