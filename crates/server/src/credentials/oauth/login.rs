//! One login or refresh, shared by all calls that wait for it. It runs in its own task, which no call can cancel.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::future::BoxFuture;
use pagerduty::{Credential, CredentialKey};
use tokio::{sync::watch, time::Instant};
use toolkit::{
    call::{
        caller_credential::PersonalLogin,
        login_prompt::{LoginPrompt, Shown},
    },
    error::{Code, Error, Result},
};

use super::{
    browser,
    callback::{Arrival, Callback},
    lock::Lock,
    page::Page,
    proof::Proof,
    provider::{NoTokens, Provider},
    registration::Registration,
    store::Store,
    tokens::Tokens,
};

/// The tokens of a registration: from this process, from the keyring, or from a new login.
#[derive(Clone, Debug)]
pub struct Login(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    registration: Registration,
    provider: Provider,
    store: Store,
    lock: Lock,
    present: Mutex<Present>,
}

#[derive(Debug, Default)]
struct Present {
    tokens: Option<Tokens>,
    /// An access token that PagerDuty refused: it is not read from the keyring again.
    rejected: Option<CredentialKey>,
    /// The login or refresh that is running, if any.
    renewal: Option<watch::Receiver<Progress>>,
}

/// The progress of a login.
#[derive(Clone, Debug)]
pub(crate) enum Progress {
    /// Nobody has to act yet.
    Working,
    /// Another process is logging in or refreshing.
    Elsewhere,
    /// A person has to log in with a browser; says whether anybody was shown the address.
    Asked {
        url: String,
        shown: bool,
    },
    Done(Tokens),
    Failed(Error),
}

impl Login {
    pub(crate) fn new(registration: Registration, user_agent: &str) -> Self {
        Self(Arc::new(Inner {
            provider: Provider::of(registration.clone(), user_agent),
            store: Store::of(&registration),
            lock: Lock::of(&registration),
            registration,
            present: Mutex::default(),
        }))
    }

    pub(crate) fn registration(&self) -> &Registration {
        &self.0.registration
    }

    async fn wait(&self, deadline: Instant, prompt: &LoginPrompt) -> Result<Credential> {
        let mut progress = {
            let mut present = self.0.present();
            match &present.tokens {
                Some(tokens) if tokens.is_fresh() => return Ok(tokens.credential.clone()),
                _ if matches!(prompt, LoginPrompt::Declined) => return Err(declined()),
                _ => self.join(&mut present, false, prompt),
            }
        };
        let is_waiting = !matches!(prompt, LoginPrompt::Answer);
        let ended = async {
            let reached = progress.wait_for(|progress| match progress {
                Progress::Done(_) | Progress::Failed(_) => true,
                Progress::Asked { shown, .. } => !is_waiting || !shown && !matches!(prompt, LoginPrompt::Shown),
                Progress::Working | Progress::Elsewhere => false,
            });
            reached.await.map(|progress| progress.clone())
        };
        let reached = tokio::time::timeout_at(deadline, ended).await;
        match reached.unwrap_or_else(|_| Ok(progress.borrow().clone())) {
            Ok(Progress::Done(tokens)) => Ok(tokens.credential),
            Ok(Progress::Failed(error)) => Err(error),
            Ok(Progress::Asked { url, .. }) => Err(Error::log_in(url)),
            Ok(Progress::Elsewhere) => Err(Error::new(
                Code::AuthRequired,
                "another process on this machine is logging in to PagerDuty, and nobody has finished it yet",
            )
            .hint("finish the login in the browser, then call again")),
            Ok(Progress::Working) => Err(Error::new(
                Code::AuthRequired,
                "the login could not be read from the keyring, or refreshed, in time",
            )
            .hint("unlock the keyring if it asks for a password, then call again")),
            Err(_) => Err(defect()),
        }
    }

    /// Usable tokens, after a refresh or a login if necessary.
    pub(crate) fn tokens(&self) -> watch::Receiver<Progress> {
        self.join(&mut self.0.present(), false, &LoginPrompt::Browser)
    }

    /// The tokens of a new login, even if there are tokens.
    pub(crate) fn anew(&self) -> watch::Receiver<Progress> {
        self.join(&mut self.0.present(), true, &LoginPrompt::Browser)
    }

    /// The tokens in the keyring, unchecked.
    pub(crate) async fn stored(&self) -> Result<Option<Tokens>> {
        self.0.store.load().await
    }

    /// Whether expired tokens are refreshed without a person.
    pub(crate) fn can_refresh(&self) -> bool {
        self.0.provider.can_refresh()
    }

    /// Removes the tokens from the keyring; returns whether there were any.
    pub(crate) async fn forget(&self) -> Result<bool> {
        let had_tokens = self.0.store.load().await.is_ok_and(|tokens| tokens.is_some());
        self.0.present().tokens = None;
        Ok(self.0.store.clear().await? && had_tokens)
    }

    /// The login or refresh that is running, or a new one.
    fn join(&self, present: &mut Present, anew: bool, show: &LoginPrompt) -> watch::Receiver<Progress> {
        if let Some(renewal) = present.renewal.as_ref().filter(|renewal| is_running(renewal)) {
            return renewal.clone();
        }
        let (sender, receiver) = watch::channel(Progress::Working);
        present.renewal = Some(receiver.clone());
        let (inner, show) = (self.0.clone(), show.clone());
        // Its own task: the call that started it may be cancelled, and other calls may wait for it too.
        tokio::spawn(async move {
            let outcome = inner.renew(&sender, anew, show).await;
            let progress = match outcome {
                Ok(tokens) => {
                    inner.present().tokens = Some(tokens.clone());
                    Progress::Done(tokens)
                }
                Err(error) => {
                    tracing::info!("the login did not succeed: {}", error.message());
                    Progress::Failed(error)
                }
            };
            sender.send_replace(progress);
        });
        receiver
    }
}

impl PersonalLogin for Login {
    fn credential<'a>(&'a self, deadline: Instant, prompt: &'a LoginPrompt) -> BoxFuture<'a, Result<Credential>> {
        Box::pin(self.wait(deadline, prompt))
    }

    fn reject(&self, credential: &Credential) {
        let mut present = self.0.present();
        present.rejected = Some(credential.key());
        if present.tokens.as_ref().is_some_and(|tokens| tokens.credential.key() == credential.key()) {
            present.tokens = None;
        }
    }
}

fn is_running(renewal: &watch::Receiver<Progress>) -> bool {
    // An error means that the task has ended, perhaps because of a panic.
    renewal.has_changed().is_ok() && !matches!(*renewal.borrow(), Progress::Done(_) | Progress::Failed(_))
}

fn declined() -> Error {
    Error::new(Code::AuthRequired, "the person declined to log in to PagerDuty")
        .hint("ask the person before another attempt; the next call asks again")
}

fn defect() -> Error {
    Error::new(Code::Internal, "the login failed because of a defect in this server")
        .hint("report it with the log of the server, and call again")
}

impl Inner {
    fn present(&self) -> MutexGuard<'_, Present> {
        self.present.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Usable tokens. Only one process does this at a time, and each looks into the keyring when it is its turn: the
    /// process before it may have done the work.
    async fn renew(&self, progress: &watch::Sender<Progress>, anew: bool, show: LoginPrompt) -> Result<Tokens> {
        let elsewhere = progress.clone();
        let busy = move || drop(elsewhere.send_replace(Progress::Elsewhere));
        // Its holder finishes or gives up within the time of a login.
        let _held = self.lock.acquire(self.registration.login_timeout, busy).await?;
        progress.send_replace(Progress::Working);
        if !anew && let Some(tokens) = self.store.load().await? {
            let is_rejected = self.present().rejected == Some(tokens.credential.key());
            if tokens.is_fresh() && !is_rejected {
                return Ok(tokens);
            }
            if let Some(refreshed) = self.refresh(&tokens).await? {
                return Ok(refreshed);
            }
            if is_rejected {
                // Not shared with other processes.
                self.store.clear().await?;
            }
        }
        self.log_in(progress, show).await
    }

    /// New tokens for old ones; `None` if somebody has to log in again.
    async fn refresh(&self, old: &Tokens) -> Result<Option<Tokens>> {
        let Some(token) = old.refresh_token().filter(|_| self.provider.can_refresh()) else { return Ok(None) };
        match self.provider.refresh(token).await {
            Ok(tokens) => {
                let tokens = tokens.or_refresh_token_of(old);
                if let Err(error) = self.store.save(&tokens).await {
                    // The old refresh token is spent, so this process must keep the new tokens even if the keyring
                    // cannot.
                    tracing::warn!("refreshed tokens could not be stored: {}", error.message());
                }
                tracing::info!("the access token was refreshed");
                Ok(Some(tokens))
            }
            Err(error @ NoTokens::Unavailable(_)) => Err(error.into_error("")),
            Err(error @ NoTokens::Refused(_)) => {
                tracing::warn!("{error}; a new login is needed");
                self.store.clear().await?;
                Ok(None)
            }
        }
    }

    async fn log_in(&self, progress: &watch::Sender<Progress>, show: LoginPrompt) -> Result<Tokens> {
        let attempt = self.provider.ask()?;
        let callback = Callback::listen(self.registration.callback_port, attempt.state.clone()).await?;
        // Checked before anybody logs in: there has to be a place for the tokens. An existing entry shows that there
        // is.
        let is_first = self.store.load().await?.is_none();
        if is_first {
            self.store.reserve().await?;
        }
        let limit = self.registration.login_timeout;
        let login = async {
            let (callback, arrival) = self.answered(progress, &attempt.url, callback, show).await?;
            self.finish(callback, arrival, &attempt.proof).await
        };
        let outcome = tokio::time::timeout(limit, login).await.unwrap_or_else(|_| {
            let message = format!("nobody finished the login within {} seconds", limit.as_secs());
            Err(Error::new(Code::AuthRequired, message)
                .hint("ask the person before another attempt; the next call starts a new login"))
        });
        if outcome.is_err() && is_first {
            // Whether this works or not, the login has failed for its own reason.
            let _ = self.store.clear().await;
        }
        outcome
    }

    /// Shows the address, and waits until the browser returns.
    async fn answered(
        &self,
        progress: &watch::Sender<Progress>,
        url: &str,
        mut callback: Callback,
        show: LoginPrompt,
    ) -> Result<(Callback, Arrival)> {
        let (progress, page) = (progress.clone(), url.to_owned());
        let asked = move |shown| drop(progress.send_replace(Progress::Asked { url: page.clone(), shown }));
        // Ends only if the person declines; otherwise the returning browser ends the wait.
        let refused = async {
            let is_shown = match show {
                LoginPrompt::Answer | LoginPrompt::Shown => false,
                LoginPrompt::Declined => return,
                LoginPrompt::Browser => {
                    asked(true);
                    browser::open(url).await
                }
                LoginPrompt::Client(ask) => {
                    asked(true);
                    match ask(url.to_owned()).await {
                        Shown::Accepted => true,
                        Shown::Declined => return,
                        Shown::Unable => browser::open(url).await,
                    }
                }
            };
            asked(is_shown);
            std::future::pending().await
        };
        tokio::select! {
            arrival = callback.arrival() => {
                let arrival = arrival.ok_or_else(defect)?;
                Ok((callback, arrival))
            }
            () = refused => Err(declined()),
        }
    }

    /// Exchanges the code and keeps the tokens.
    async fn redeem(&self, code: Result<String>, proof: &Proof) -> Result<Tokens> {
        let tokens = self.provider.exchange(&code?, proof).await?;
        self.store.save(&tokens).await?;
        Ok(tokens)
    }

    /// Finishes the login, and shows the person in the browser how it went.
    async fn finish(&self, callback: Callback, arrival: Arrival, proof: &Proof) -> Result<Tokens> {
        let outcome = self.redeem(arrival.code, proof).await;
        let page = match &outcome {
            Ok(_) => Page::new(200, "You are logged in to PagerDuty", "You can close this page and go back."),
            Err(error) => Page::new(400, "You are not logged in", format!("The reason: {}.", error.message())),
        };
        // If the browser has gone away, nobody needs the page.
        let _ = arrival.page.send(page);
        callback.close().await;
        outcome
    }
}
