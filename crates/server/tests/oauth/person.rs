//! A person, as far as HTTP can tell: follows the login page's forms and redirects. For what is not about the page.

use pagerduty::Endpoint;

/// What a page answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) location: Option<String>,
    pub(crate) text: String,
}

/// Gets a page.
pub(crate) async fn get(url: &str) -> Answer {
    get_as(url, None).await
}

/// Gets a page under another name of its host.
pub(crate) async fn get_as(url: &str, host: Option<&str>) -> Answer {
    send("GET", url, None, host).await
}

/// Allows what the page at this address asks for; where the browser is sent to then.
pub(crate) async fn allow(url: &str) -> String {
    let page = get(url).await;
    assert_eq!(page.status, 200, "{}", page.text);
    let request = page.text.split("name=\"request\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let form = format!("request={request}&decision=allow");
    let action = url.split('?').next().unwrap();
    send("POST", action, Some(form), None).await.location.unwrap()
}

/// Allows, and goes back to the program; what it shows.
pub(crate) async fn log_in(url: &str) -> Answer {
    get(&allow(url).await).await
}

/// Sends a form.
pub(crate) async fn post(url: &str, form: &str) -> Answer {
    send("POST", url, Some(form.to_owned()), None).await
}

async fn send(method: &str, url: &str, form: Option<String>, host: Option<&str>) -> Answer {
    let endpoint = Endpoint::new("http://127.0.0.1:1".parse().unwrap(), "person");
    let mut request = endpoint.http().unwrap().request(method.parse().unwrap(), url);
    if let Some(host) = host {
        request = request.header("host", host);
    }
    if let Some(form) = form {
        request = request.header("content-type", "application/x-www-form-urlencoded").body(form);
    }
    let answer = request.send().await.unwrap();
    Answer {
        status: answer.status().as_u16(),
        location: answer.headers().get("location").map(|value| value.to_str().unwrap().to_owned()),
        text: answer.text().await.unwrap(),
    }
}
