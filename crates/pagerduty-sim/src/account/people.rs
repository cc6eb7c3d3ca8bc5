//! Users and teams.

use super::Account;
use crate::id::{Key, Kind};
use crate::model::{Device, Reached, Urgency, User};

impl Account {
    /// Takes note of how a user wants to be told, after contact methods or notification rules changed. Rules of contact
    /// methods that are gone go with them.
    pub(crate) fn refresh_reached(&mut self, user: Key<User>) {
        let mut reached = Vec::new();
        let rules: Vec<usize> = self.rows.within(Kind::NotificationRule, user.index()).collect();
        for place in rules {
            let Some(rule) = self.rows.get(Kind::NotificationRule, place) else { continue };
            let method = self.find_row(Kind::ContactMethod, rule.text("contact_method"));
            match method.and_then(|method| self.rows.get(Kind::ContactMethod, method)) {
                Some(method) => reached.push(Reached {
                    delay_in_minutes: rule.number("start_delay_in_minutes"),
                    by: device(method.text("type")),
                    urgency: Urgency::named(rule.text("urgency")).unwrap_or(Urgency::High),
                }),
                None => self.rows.remove(Kind::NotificationRule, place),
            }
        }
        self.users[user.index()].reached = reached;
    }
}

fn device(contact_method_type: &str) -> Device {
    match contact_method_type {
        "phone_contact_method" => Device::Phone,
        "sms_contact_method" => Device::Sms,
        "push_notification_contact_method" => Device::Push,
        _ => Device::Email,
    }
}
