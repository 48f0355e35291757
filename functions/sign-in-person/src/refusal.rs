//! Why somebody is not signed in, as they read it.

use api::routes::{SIGN_IN_ORGANISATION, SIGN_IN_PAGE};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::organisation::Organisation;
use domain::ports::PortError;
use web::{Language, Page, PageAssets, Site};

use crate::provider::{Failed, ProviderError};

/// Why somebody is not signed in. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The sign-in took too long, was ended before, or never began here.
    Over,
    /// Another browser began it.
    OtherBrowser,
    /// The person gave up at the provider.
    Cancelled,
    /// The provider answers with an error.
    ProviderRefuses,
    /// The provider does not answer as it should.
    ProviderUnavailable,
    /// What the provider says is not believed.
    NotBelieved,
    /// A second factor is demanded, and none was shown.
    SecondFactor,
    /// Nobody of the organisation signs in as this.
    UnknownPerson,
    /// The person may not come in any more.
    Deactivated,
    /// The organisation's contract has ended.
    Closed,
    /// The organisation is not used from there.
    Address,
    /// The invitation was sent to somebody else.
    OtherMailbox {
        /// To whom, without what a stranger could use.
        invited: String,
    },
    /// The invitation is too old, or there was a newer one.
    InvitationOver,
    /// The invitation was accepted before.
    InvitationUsed,
    /// Another person of the organisation signs in as this.
    IdentityTaken,
    /// The organisation had room for another administrator when the person was invited, and has none now.
    TooManyAdministrators,
}

/// Why nobody is signed in.
pub(crate) enum Stop {
    /// A person is told.
    Refused(Refusal),
    /// Something of ours failed.
    Failed(PortError),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<PortError> for Stop {
    fn from(error: PortError) -> Self {
        Self::Failed(error)
    }
}

/// What a person reads of a failure at the provider; it is logged, without anything that was sent.
///
/// # Errors
/// The table failed.
pub(crate) fn refused(failed: Failed, organisation: &Organisation) -> Result<Refusal, PortError> {
    let error = match failed {
        Failed::Table(error) => return Err(error),
        Failed::Provider(error) => error,
    };
    let refusal = match &error {
        ProviderError::Unavailable(_) | ProviderError::Documents(_) | ProviderError::TokenRefused { .. } => {
            Refusal::ProviderUnavailable
        }
        ProviderError::CodeRefused => Refusal::Over,
        ProviderError::IdToken(_) => Refusal::NotBelieved,
    };
    let (cause, organisation) = (&error as &dyn std::error::Error, &organisation.id);
    match refusal {
        // Nobody of the organisation comes in until somebody sees to it.
        Refusal::ProviderUnavailable => {
            tracing::error!(error = cause, %organisation, "an identity provider lets nobody in");
        }
        _ => tracing::warn!(error = cause, %organisation, "what an identity provider answers lets somebody not in"),
    }
    Ok(refusal)
}

/// A text in both languages.
type Text = (&'static str, &'static str);

impl Refusal {
    /// Its name in the log.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Over => "over",
            Self::OtherBrowser => "other-browser",
            Self::Cancelled => "cancelled",
            Self::ProviderRefuses => "provider-refuses",
            Self::ProviderUnavailable => "provider-unavailable",
            Self::NotBelieved => "not-believed",
            Self::SecondFactor => "second-factor",
            Self::UnknownPerson => "unknown-person",
            Self::Deactivated => "deactivated",
            Self::Closed => "closed",
            Self::Address => "address",
            Self::OtherMailbox { .. } => "other-mailbox",
            Self::InvitationOver => "invitation-over",
            Self::InvitationUsed => "invitation-used",
            Self::IdentityTaken => "identity-taken",
            Self::TooManyAdministrators => "too-many-administrators",
        }
    }

    const fn status(&self) -> StatusCode {
        match self {
            Self::Over | Self::OtherBrowser | Self::Cancelled => StatusCode::BAD_REQUEST,
            Self::ProviderRefuses | Self::ProviderUnavailable | Self::NotBelieved => StatusCode::BAD_GATEWAY,
            Self::InvitationOver | Self::InvitationUsed => StatusCode::GONE,
            Self::SecondFactor
            | Self::UnknownPerson
            | Self::Deactivated
            | Self::Closed
            | Self::Address
            | Self::OtherMailbox { .. }
            | Self::IdentityTaken
            | Self::TooManyAdministrators => StatusCode::FORBIDDEN,
        }
    }

    const fn title(&self) -> Text {
        match self {
            Self::Over => ("ログインの有効時間が過ぎました", "This sign-in has ended"),
            Self::OtherBrowser => ("ログインを完了できませんでした", "The sign-in could not be completed"),
            Self::Cancelled => ("ログインを中止しました", "You did not sign in"),
            Self::ProviderRefuses | Self::NotBelieved => ("ログインできませんでした", "You are not signed in"),
            Self::ProviderUnavailable => ("認証サービスに接続できません", "The identity provider does not answer"),
            Self::SecondFactor => ("多要素認証が必要です", "A second factor is needed"),
            Self::UnknownPerson => ("利用者として登録されていません", "You are not a user yet"),
            Self::Deactivated => ("利用が停止されています", "Your access has ended"),
            Self::Closed => ("この組織の利用は終了しています", "This organisation's use has ended"),
            Self::Address => ("この接続元からはご利用になれません", "Not from this network"),
            Self::OtherMailbox { .. } => ("別のメールアドレスへの招待です", "This invitation is for another address"),
            Self::InvitationOver => ("招待の有効期限が過ぎています", "This invitation has ended"),
            Self::InvitationUsed => ("登録は完了しています", "This invitation has been accepted"),
            Self::IdentityTaken => ("このアカウントは登録済みです", "This account is in use"),
            Self::TooManyAdministrators => {
                ("管理者の人数が上限に達しています", "The limit of administrators is reached")
            }
        }
    }

    /// What has happened.
    const fn lead(&self) -> Text {
        match self {
            Self::Over => (
                "ログインの手続きは10分以内に、1回だけ完了できます。お手数ですが、もう一度ログインしてください。",
                "A sign-in has to be completed within ten minutes, and only once. Please sign in again.",
            ),
            Self::OtherBrowser => (
                "ログインを始めたときと同じブラウザで手続きする必要があります。Cookieを無効にしている場合は有効にして、もう一度ログインしてください。",
                "A sign-in has to be completed in the browser in which it began. Allow cookies and sign in again.",
            ),
            Self::Cancelled => {
                ("認証サービスでの手続きが中止されました。", "You left the identity provider without signing in.")
            }
            Self::ProviderRefuses => (
                "認証サービスがログインを受け付けませんでした。しばらくしてから、もう一度ログインしてください。",
                "The identity provider did not accept the sign-in. Please try again later.",
            ),
            Self::ProviderUnavailable => (
                "組織の認証サービスから応答がありません。しばらくしてから、もう一度ログインしてください。",
                "The organisation's identity provider does not answer as it should. Please try again later.",
            ),
            Self::NotBelieved => (
                "認証サービスからの応答を確認できなかったため、ログインを取りやめました。もう一度ログインしてください。",
                "The identity provider's answer could not be verified, so you were not signed in. Please sign in again.",
            ),
            Self::SecondFactor => (
                "この組織では、パスワードに加えて、認証アプリやセキュリティキーなどによる確認が必要です。認証サービスで多要素認証を設定してから、もう一度ログインしてください。",
                "This organisation demands a second factor, such as an authenticator app or a security key. Set one up at the identity provider, then sign in again.",
            ),
            Self::UnknownPerson => (
                "お使いのアカウントは、この組織の利用者として登録されていません。招待のメールが届いている場合は、メールのリンクから登録してください。",
                "The account you signed in with does not belong to a user of this organisation. If you were invited by email, follow the link in that email first.",
            ),
            Self::Deactivated => ("あなたの利用は停止されています。", "An administrator has ended your access."),
            Self::Closed => (
                "この組織では、サービスの利用が終了しているため、ログインできません。",
                "This organisation does not use the service any more, so nobody can sign in.",
            ),
            Self::Address => (
                "この組織では、利用できる接続元（IPアドレス）が定められています。庁内のネットワークなど、定められた接続元からご利用ください。",
                "This organisation may be used from certain networks only. Connect from one of them, such as the one at your office.",
            ),
            Self::OtherMailbox { .. } => (
                "ログインしたアカウントのメールアドレスと、招待の宛先が一致しません。認証サービスからいったんログアウトし、招待を受け取ったメールアドレスのアカウントでログインしてください。",
                "The account you signed in with has another address than the invitation was sent to. Sign out at the identity provider, then sign in with the account of the address that was invited.",
            ),
            Self::InvitationOver => (
                "有効期限が過ぎたか、新しい招待のメールが送られています。新しいメールが届いていない場合は、招待の再送をご依頼ください。",
                "It is too old, or a newer invitation was sent. If you have no newer email, ask for another invitation.",
            ),
            Self::InvitationUsed => (
                "この招待による登録は完了しています。ログイン画面からログインしてください。",
                "This invitation has been accepted. Sign in from now on.",
            ),
            Self::IdentityTaken => (
                "ログインしたアカウントは、この組織のほかの利用者が使っています。ご本人のアカウントでログインしてください。",
                "Another user of this organisation signs in with this account. Sign in with an account of your own.",
            ),
            Self::TooManyAdministrators => (
                "この組織には、これ以上の管理者を登録できません。管理者の人数を減らすよう組織の管理者に依頼し、その後、招待メールのリンクからもう一度登録してください。",
                "The organisation cannot have more administrators. Ask an administrator to remove the role from someone, then open your invitation link again.",
            ),
        }
    }

    /// Whether the person can try again by themselves.
    const fn may_try_again(&self) -> bool {
        !matches!(
            self,
            Self::Deactivated
                | Self::Closed
                | Self::InvitationOver
                | Self::OtherMailbox { .. }
                | Self::TooManyAdministrators
        )
    }

    /// The page that says so. Only whoever named the organisation, or has a link of its, is told of it.
    pub(crate) fn page(&self, site: &Site, language: Language, organisation: Option<&Organisation>) -> Response {
        let text = |(ja, en): Text| language.t(ja, en);
        let of = |organisation: &Organisation| SIGN_IN_ORGANISATION.path_of(&[organisation.id.as_str()]);
        let again = organisation.map_or_else(|| SIGN_IN_PAGE.path.to_owned(), of);
        let invited = match self {
            Self::OtherMailbox { invited } => Some(invited.as_str()),
            _ => None,
        };
        let content = RefusedPage {
            language,
            title: text(self.title()),
            lead: text(self.lead()),
            organisation: organisation.map(|organisation| organisation.name.as_str()),
            invited,
            again: self.may_try_again().then(|| site.path(&again)),
        };
        let page = Page { status: self.status(), language, title: content.title, form_target: None, content: &content };
        site.page_without_address(&page, &PageAssets::default())
    }
}

#[derive(Template)]
#[template(path = "refused.html")]
struct RefusedPage<'a> {
    language: Language,
    title: &'a str,
    lead: &'a str,
    organisation: Option<&'a str>,
    invited: Option<&'a str>,
    again: Option<String>,
}
