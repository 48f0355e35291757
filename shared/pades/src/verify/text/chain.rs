//! Why a certificate is not proved, in words.

use super::values::{person, time};
use super::{Words, words};
use crate::chain::ChainError;

pub(super) fn chain(error: &ChainError) -> Words {
    match error {
        ChainError::NoAnchor { issuer } => about(
            issuer,
            |ja| format!("発行元の{ja}は、信頼するよう指定された認証局ではありません"),
            |en| format!("its issuer {en} is not among those trusted"),
        ),
        ChainError::NotValid { subject, time: at } => {
            let at = time(*at);
            about(
                subject,
                |ja| format!("{ja}の証明書は{}には有効期間外です", at.ja),
                |en| format!("the certificate of {en} was not valid at {}", at.en),
            )
        }
        ChainError::Signature { subject } => about(
            subject,
            |ja| format!("{ja}の証明書は、名乗っている発行元が発行したものではありません"),
            |en| format!("the certificate of {en} is not signed by the issuer that it names"),
        ),
        ChainError::Algorithm { subject } => about(
            subject,
            |ja| format!("{ja}の証明書は、対応していない暗号方式で発行されています"),
            |en| format!("the certificate of {en} is signed by an algorithm that is not accepted"),
        ),
        ChainError::NotAuthority { subject } => about(
            subject,
            |ja| format!("{ja}は、ここで証明書を発行できる認証局ではありません"),
            |en| format!("{en} is no certification authority for this"),
        ),
        ChainError::NotForCertificates { subject } => about(
            subject,
            |ja| format!("{ja}の証明書は、証明書の発行に使えるものではありません"),
            |en| format!("{en} may not sign certificates"),
        ),
        ChainError::CriticalExtension { subject } => about(
            subject,
            |ja| format!("{ja}の証明書に、対応していない必須の条件があります"),
            |en| format!("the certificate of {en} has a critical extension that is not supported"),
        ),
        ChainError::Name { subject } => about(
            subject,
            |ja| format!("{ja}の名前は、発行元が証明してよい範囲にありません"),
            |en| format!("the issuers of {en} may not certify this name"),
        ),
        ChainError::Policy { subject } => about(
            subject,
            |ja| format!("{ja}の証明書は、発行元が求める証明書ポリシーに従っていません"),
            |en| format!("the certificate of {en} is not issued under a policy that its issuers require"),
        ),
        ChainError::TooMany => words("証明書が多すぎて調べきれません", "there are too many certificates to search"),
    }
}

fn about(subject: &str, ja: impl FnOnce(&str) -> String, en: impl FnOnce(&str) -> String) -> Words {
    let who = person(subject);
    words(ja(&who.ja), en(&who.en))
}
