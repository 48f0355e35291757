//! Whether a second factor was shown.

use domain::organisation::SecondFactorProof;

/// Values of `acr` that stand for more than one factor wherever they are known: the REFEDS MFA profile, the policy of OpenID PAPE 1.0,
/// and Okta's. Numbers and names of levels mean what each provider has made of them.
pub const SECOND_FACTOR_ACR: [&str; 3] = [
    "https://refeds.org/profile/mfa",
    "http://schemas.openid.net/pape/policies/2007/06/multi-factor",
    "urn:okta:loa:2fa:any",
];

/// What a factor is (NIST SP 800-63B §4).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Knowledge,
    Possession,
    Biometric,
}

/// What a value of `amr` says (RFC 8176 §2). Others, such as `geo`, `rba`, `user` and `wia`, name no factor of their own, and those
/// that providers have made up say what their makers like.
fn kind_of(method: &str) -> Option<Kind> {
    match method {
        "pwd" | "pin" | "kba" => Some(Kind::Knowledge),
        "otp" | "hwk" | "swk" | "sc" | "sms" | "tel" | "pop" => Some(Kind::Possession),
        "fpt" | "face" | "iris" | "retina" | "vbm" => Some(Kind::Biometric),
        _ => None,
    }
}

/// Whether more than one factor was shown: the provider says `mfa` (Entra ID, Okta), or names methods of two kinds (Keycloak, Okta).
/// One method alone never is, be it a hardware key: nothing says that the key asked for its owner. Google says nothing, and whoever
/// demands a second factor there sets [`SecondFactorProof::Always`].
pub(crate) fn was_shown(proof: SecondFactorProof, amr: &[String], acr: Option<&str>) -> bool {
    if proof == SecondFactorProof::Always {
        return true;
    }
    let kinds: Vec<Kind> = amr.iter().filter_map(|method| kind_of(method)).collect();
    let are_two = kinds.iter().any(|kind| Some(kind) != kinds.first());
    are_two || amr.iter().any(|method| method == "mfa") || acr.is_some_and(|acr| SECOND_FACTOR_ACR.contains(&acr))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_kinds_of_factors_are_two_factors_and_two_of_one_kind_are_not() {
        let shown = |amr: &[&str], acr| {
            let amr: Vec<String> = amr.iter().copied().map(str::to_owned).collect();
            was_shown(SecondFactorProof::Claimed, &amr, acr)
        };
        for amr in
            [&["pwd", "mfa"][..], &["mfa"], &["pwd", "otp"], &["hwk", "pin"], &["swk", "fpt"], &["user", "sms", "pwd"]]
        {
            assert!(shown(amr, None), "{amr:?}");
        }
        for amr in
            [&[][..], &["pwd"], &["pwd", "kba"], &["hwk"], &["otp", "sms"], &["hwk", "user"], &["pwd", "rsa", "geo"]]
        {
            assert!(!shown(amr, None), "{amr:?}");
        }
        for acr in SECOND_FACTOR_ACR {
            assert!(shown(&["pwd"], Some(acr)), "{acr}");
        }
        for acr in ["1", "0", "urn:okta:loa:1fa:any", "gold", ""] {
            assert!(!shown(&["pwd"], Some(acr)), "{acr}");
        }
        assert!(was_shown(SecondFactorProof::Always, &[], None));
    }
}
