//! Registered seals (実印タイプ): whether the signer may use the one that the sender asks for, and what it is called, by its
//! certificate's row as it is now. Who sealed what is decided again before the key signs.

use api::problem::{Problem, kinds};
use domain::language::Localized;
use domain::ports::PortError;
use domain::registered_seal::{SealName, SealRefusal, SealUse};

use crate::Dependencies;
use crate::link_context::LinkContext;

/// What is found out about the seal.
#[derive(Default)]
pub(crate) struct Judged {
    /// Why the signer may not use it. `None` for whoever may, and for whoever is not asked to sign with such a seal.
    pub(crate) refusal: Option<SealRefusal>,
    /// What it is called, for whoever may use it. One that was set up before seals had names has none.
    pub(crate) name: Option<SealName>,
}

/// Whether the signer may use the seal.
pub(crate) async fn judge(deps: &Dependencies, context: &LinkContext) -> Result<Judged, PortError> {
    let Some(wanted) = SealUse::of(&context.envelope, &context.recipient, context.identity()) else {
        return Ok(Judged::default());
    };
    let certificate = deps.certificates.find(Some(&wanted.seal)).await?;
    Ok(match wanted.permit(certificate) {
        Ok(certificate) => Judged { refusal: None, name: certificate.name },
        Err(refusal) => Judged { refusal: Some(refusal), name: None },
    })
}

/// Refuses the act, of which nothing is recorded.
pub(crate) fn problem(refusal: SealRefusal) -> Problem {
    let Localized { ja, en } = reason(refusal);
    let detail = Localized::new(format!("署名は行われていません。{ja}"), format!("Nothing was signed. {en}"));
    Problem::of(&kinds::REGISTERED_SEAL_REFUSED).detail(detail)
}

/// Why not, and what to do, for the signer. Whether the seal's owner has a certificate at all is not told.
pub(crate) fn reason(refusal: SealRefusal) -> Localized {
    match refusal {
        SealRefusal::NoCertificate | SealRefusal::OrganisationNotAllowed => Localized::new(
            "この依頼では実印タイプ（貴組織名義の電子証明書）での署名が指定されていますが、この送信者からの依頼には使用できません。送信者または貴組織の担当の方にお問い合わせください。",
            "This request asks for a signature with your organisation's registered seal, which cannot be used for requests of this sender. Ask the sender, or whoever looks after the seal in your organisation.",
        ),
        SealRefusal::PersonNotNamed => Localized::new(
            "この依頼では実印タイプ（貴組織名義の電子証明書）での署名が指定されていますが、ご利用のメールアドレスは、この電子証明書を使用できる方のものとして登録されていません。送信者、または貴組織のご担当の方へお問い合わせください。",
            "This request asks for a signature with your organisation's registered seal, and your address is not among those that may use it. Ask the sender, or whoever looks after the seal in your organisation.",
        ),
        SealRefusal::NoSecondFactor => Localized::new(
            "この依頼では実印タイプ（貴組織名義の電子証明書）での署名が指定されていますが、それに必要な追加認証（アクセスコード、認証アプリ、SMSのいずれか）が設定されていません。追加認証を設定した新しい依頼を送るよう、送信者に依頼してください。",
            "This request asks for a signature with your organisation's registered seal, which takes a second factor (access code, authenticator or SMS), and it has none. Ask the sender for a new request with one.",
        ),
    }
}
