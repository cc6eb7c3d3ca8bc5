//! Proof that the program that redeems a code is the one that asked for it (PKCE, RFC 7636).

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

/// The secret of one login; only its hash goes through the browser.
pub(super) struct Proof(SecretString);

impl Proof {
    /// 32 random bytes, as RFC 7636 recommends.
    pub(super) fn new() -> Result<Self, getrandom::Error> {
        random::<32>().map(|verifier| Self(verifier.into()))
    }

    /// Sent to the identity provider with the code.
    pub(super) fn verifier(&self) -> &str {
        self.0.expose_secret()
    }

    /// Sent with the address of the login page.
    pub(super) fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(self.verifier()))
    }
}

impl fmt::Debug for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Proof([redacted])")
    }
}

/// Random bytes as text that is safe in an address.
pub(super) fn random<const BYTES: usize>() -> Result<String, getrandom::Error> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_that_of_the_standard() {
        // RFC 7636, appendix B.
        let proof = Proof("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".into());
        assert_eq!(proof.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn every_proof_is_another() {
        let (one, other) = (Proof::new().unwrap(), Proof::new().unwrap());
        assert_ne!(one.verifier(), other.verifier());
        assert_eq!(one.verifier().len(), 43, "RFC 7636 asks for 43 characters or more");
        assert!(!format!("{one:?}").contains(one.verifier()));
    }
}
