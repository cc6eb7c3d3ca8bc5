//! What people see: plain HTML without scripts.

use crate::http::Reply;

/// The question whether an application may act for the person.
pub(super) fn consent(client_id: &str, scope: &str, request: &str) -> Reply {
    let scopes: String = scope.split(' ').map(|scope| format!("<li>{}</li>", describe(scope))).collect();
    let body = format!(
        "<h1>Allow this application?</h1>\
         <p><strong>{}</strong> wants to use the simulated PagerDuty account as the demo user, to:</p>\
         <ul>{scopes}</ul>\
         <form method=\"post\" action=\"/oauth/authorize\">\
         <input type=\"hidden\" name=\"request\" value=\"{}\">\
         <button id=\"allow\" name=\"decision\" value=\"allow\">Allow</button> \
         <button id=\"deny\" name=\"decision\" value=\"deny\">Deny</button>\
         </form>",
        escape(client_id),
        escape(request),
    );
    page(200, "Allow this application?", &body)
}

/// A page that says what is wrong.
pub(super) fn problem(status: u16, what: &str) -> Reply {
    page(status, what, &format!("<h1>{}</h1><p>Nothing was allowed.</p>", escape(what)))
}

fn page(status: u16, title: &str, body: &str) -> Reply {
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{} - simulated PagerDuty</title>\
         <style>body{{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:4rem auto;padding:0 1rem}}\
         button{{font:inherit;padding:.5rem 1.5rem}}</style></head><body>{body}</body></html>",
        escape(title)
    );
    let mut reply = Reply::new(status, "text/html; charset=utf-8", html);
    reply.headers.push(("cache-control".into(), "no-store".to_owned()));
    reply
}

fn describe(scope: &str) -> String {
    match scope {
        "read" => "read everything that you can see".to_owned(),
        "write" => "change everything that you can change".to_owned(),
        other => escape(other),
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
