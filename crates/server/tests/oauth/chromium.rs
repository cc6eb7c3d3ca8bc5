//! Chromium, driven over WebDriver (W3C) as a person would: by what stands on the page.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use pagerduty::Endpoint;
use serde_json::{Value, json};

use crate::machine::{Running, has};

/// A browser with one window. It closes when dropped.
pub(crate) struct Chromium {
    _driver: Running,
    endpoint: Endpoint,
    session: String,
}

impl Chromium {
    /// `None` where there is no Chromium.
    pub(crate) async fn start() -> Option<Self> {
        if !has(&["chromedriver", "chromium"]) {
            return None;
        }
        let mut driver = Command::new("chromedriver");
        driver.arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null());
        let mut driver = Running(driver.spawn().unwrap());
        let lines = BufReader::new(driver.0.stdout.take().unwrap()).lines().map_while(Result::ok);
        let said = lines.into_iter().find(|line| line.contains("started successfully on port")).unwrap();
        let port: String = said.chars().filter(char::is_ascii_digit).collect();
        let endpoint = Endpoint::new("http://127.0.0.1:1".parse().unwrap(), "test");
        let mut chromium = Self { _driver: driver, endpoint, session: format!("http://127.0.0.1:{port}/session") };
        // Containers have no user namespaces for the sandbox, and little shared memory.
        let arguments =
            ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-proxy-server"];
        let wanted = json!({"capabilities": {"alwaysMatch": {"goog:chromeOptions": {"args": arguments}}}});
        let session = chromium.send("POST", "", &wanted).await;
        chromium.session = format!("{}/{}", chromium.session, session["sessionId"].as_str().unwrap());
        Some(chromium)
    }

    pub(crate) async fn open(&self, url: &str) {
        self.send("POST", "/url", &json!({"url": url})).await;
    }

    /// Presses the button with these words on it.
    pub(crate) async fn press(&self, words: &str) {
        let button = json!({"using": "xpath", "value": format!("//button[normalize-space()='{words}']")});
        let element = self.send("POST", "/element", &button).await;
        let id = element.as_object().unwrap().values().next().unwrap().as_str().unwrap().to_owned();
        self.send("POST", &format!("/element/{id}/click"), &json!({})).await;
    }

    /// Waits until the heading of the page says this; the text of the page.
    pub(crate) async fn wait_for(&self, heading: &str) -> String {
        let end = Instant::now() + Duration::from_secs(10);
        loop {
            let script = json!({"script": "return document.body ? document.body.innerText : ''", "args": []});
            let text = self.send("POST", "/execute/sync", &script).await;
            let text = text.as_str().unwrap_or_default();
            if text.starts_with(heading) {
                return text.to_owned();
            }
            assert!(Instant::now() < end, "the page says: {text}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The address that the browser shows.
    pub(crate) async fn address(&self) -> String {
        self.send("GET", "/url", &Value::Null).await.as_str().unwrap().to_owned()
    }

    /// Closes the browser.
    pub(crate) async fn close(self) {
        self.send("DELETE", "", &Value::Null).await;
    }

    async fn send(&self, method: &str, path: &str, body: &Value) -> Value {
        let request = self.endpoint.http().unwrap().request(method.parse().unwrap(), format!("{}{path}", self.session));
        let request = if body.is_null() { request } else { request.body(body.to_string()) };
        let answer = request.send().await.unwrap();
        let (status, text) = (answer.status(), answer.text().await.unwrap());
        assert!(status.is_success(), "{method} {path}: {status} {text}");
        serde_json::from_str::<Value>(&text).unwrap()["value"].take()
    }
}
