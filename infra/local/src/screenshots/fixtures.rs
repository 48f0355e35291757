//! Envelopes in every state, and the links by which people come to them.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use domain::email_address::EmailAddress;
use domain::envelope::Sender;
use domain::language::Language;
use serde_json::json;
use tokio::time::{Instant, sleep};

use super::scenario::{LIMIT, POLL, Part, Scenario, Stage, address, mail, signer, with_factor};
use super::{CAUSE_DUE, backdoor, files};
use crate::client::{Client, link_in};
use crate::stack::{Mail, Stack, sender};

/// The address of the sender who writes Japanese, and of the one who writes English.
pub(super) const SENDER: &str = "sato@city.takikawa.example";
pub(super) const SENDER_EN: &str = "sato-en@city.takikawa.example";

const DAY: i64 = 24 * 3600;
/// An authenticator's key (Base32), as long as RFC 4226 wants it.
const TOTP_KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
/// The access code of those who are to use the registered seal.
pub(super) const ACCESS_CODE: &str = "sakura-2026";
/// Wrong codes after which a link is locked.
const TRIES: usize = 3;

/// What somebody comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scene {
    /// It is their turn to sign.
    Asked,
    /// It is their turn to sign, visibly if they like, where the sender wants it.
    SealPlaced,
    /// The same, where they want it.
    SealFree,
    /// It is their turn to confirm.
    Viewer,
    /// It is not their turn yet.
    Waiting,
    /// It is their turn, and a code is needed, which…
    AccessCode,
    Totp,
    Sms,
    EmailCode,
    /// …has been sent.
    SmsSent,
    EmailCodeSent,
    /// …could not be sent.
    SmsRefused,
    /// Too many wrong codes were tried.
    Locked,
    /// They have signed, and the seals are being made.
    Sealing,
    /// They have signed, somebody else has not.
    Signed,
    /// Everybody has signed.
    Completed,
    /// The same, by the link in the completion mail.
    Download,
    /// They have declined.
    Declined,
    /// Somebody else has declined.
    DeclinedByAnother,
    /// They have forwarded it.
    Forwarded,
    /// The sender took it back.
    Voided,
    /// The documents could not be processed any further.
    Failed,
    /// A newer link has been sent.
    Replaced,
    /// As many codes were asked for as are sent to one link.
    CodesUsedUp,
    /// They are to sign with the registered seal of the sender's organisation.
    RegisteredSeal,
    /// The same, but they may not use it any more.
    SealWithdrawn,
    /// The sender, by the link in the mail that tells of a wait.
    Status,
    /// The link leads nowhere.
    Wrong,
    /// Anybody, by no link, on the page that checks PDFs.
    Verify,
    /// A person of an organisation who wants to sign in and has not said which,
    SignIn,
    /// who has,
    SignInOrganisation,
    /// and who comes back from the provider too late.
    SignInOver,
    /// Somebody who was invited to an organisation.
    Invited,
}

/// The links of one language's people.
#[derive(Debug)]
pub(super) struct Fixtures<'a> {
    pub(super) language: Language,
    sender: &'a Client,
    links: Vec<(Scene, String)>,
    sealing: Scenario<'a>,
    /// Where the files are that the page which checks PDFs is given.
    files: PathBuf,
}

impl<'a> Fixtures<'a> {
    /// Brings envelopes into every state.
    pub(super) async fn new(stage: Stage<'a>) -> Result<Self> {
        use Scene as S;
        let Stage { stack, language, .. } = stage;
        let asked = stage.send("asked", &[signer(1), signer(2)]).await?;
        let sealing = stage.send("sealing", &[signer(1), signer(2)]).await?;
        let completed = finish(stage).await?;
        let mut links = vec![
            (S::Wrong, format!("{}/sign/{}", stack.public_url(), "A".repeat(43))),
            (S::Verify, format!("{}/verify", stack.public_url())),
            (S::SignIn, format!("{}/sign-in", stack.public_url())),
            (S::SignInOrganisation, format!("{}/sign-in/{}", stack.public_url(), sender()?.organisation)),
            (S::SignInOver, format!("{}/sign-in/callback?code=0&state={}", stack.public_url(), "A".repeat(43))),
            (S::Invited, invite(stage).await?),
            (S::Asked, asked.link(1, "/sign/").await?),
            (S::Waiting, backdoor::early_link(stack, &asked.id, 2).await?),
            (S::Completed, completed.link(1, "/sign/").await?),
            (S::Download, completed.link(1, "/download/").await?),
            (S::Sealing, sealing.link(1, "/sign/").await?),
        ];
        act(stage, &mut links).await?;
        end(stage, &mut links).await?;
        identify(stage, &mut links).await?;
        bounce(stage).await?;
        announce(stage).await?;
        name_people(stage, &mut links).await?;
        let files = stack.dir().join(format!("files-{}", language.tag()));
        files::write(&files, stage.sender, &completed.id).await?;
        Ok(Self { language, sender: stage.sender, links, sealing, files })
    }

    /// Who has sent it all.
    pub(super) const fn sender(&self) -> &'a Client {
        self.sender
    }

    /// The envelope that is going to wait for its seals.
    pub(super) fn sealing(&self) -> &str {
        &self.sealing.id
    }

    /// The link to a scene.
    pub(super) fn link(&self, scene: Scene) -> Result<&str> {
        let found = self.links.iter().find(|(known, _)| *known == scene);
        found.map(|(_, link)| link.as_str()).with_context(|| format!("nobody comes to {scene:?}"))
    }

    /// Somebody signs, from which on the seals are being made.
    pub(super) async fn sign_now(&self) -> Result<()> {
        self.sealing.sign(1).await
    }

    /// Waits until it is recorded why no seal is made. The queue tries again by the machine's clock, a minute apart.
    pub(super) async fn until_cause_is_known(&self, stack: &Stack) -> Result<()> {
        let limit = 3 * LIMIT;
        let deadline = Instant::now() + limit;
        while !self.sealing.has_cause().await? {
            ensure!(Instant::now() < deadline, "no cause was recorded within {} s", limit.as_secs());
            let_pass(stack, CAUSE_DUE).await?;
            sleep(POLL).await;
        }
        Ok(())
    }

    /// The sender is told that it takes too long; once the schedule has found that out.
    pub(super) async fn tell_of_the_wait(&mut self) -> Result<()> {
        let told = self.sealing.told("/status/").await?;
        self.links.push((Scene::Status, told));
        Ok(())
    }

    /// A file for the page that checks PDFs.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.files.join(name)
    }
}

/// The sender who writes English.
pub(super) fn english_sender() -> Result<Sender> {
    Ok(Sender {
        organisation_name: "City of Takikawa".to_owned(),
        organisation_name_en: None,
        person: None,
        name: "Hanako Sato".to_owned(),
        email: SENDER_EN.parse()?,
        language: Language::En,
        ..sender()?
    })
}

/// Somebody is invited to the sender's organisation.
async fn invite(stage: Stage<'_>) -> Result<String> {
    let Stage { stack, language, .. } = stage;
    let invited = address("invited", language, 1);
    stack.invite(language.t("鈴木 一郎", "Ichiro Suzuki"), &invited, language).await?;
    let mail = mail(stack, &format!("an invitation of {invited}"), |mail| mail.to.contains(&invited)).await?;
    link_in(&mail.html, "/invitation/")
}

/// Everybody signs; somebody else gets a copy.
async fn finish(stage: Stage<'_>) -> Result<Scenario<'_>> {
    let scenario = stage.send("completed", &[signer(1), signer(1), json!({"kind": "copy"})]).await?;
    scenario.sign(1).await?;
    scenario.sign(2).await?;
    Ok(scenario)
}

/// People sign, confirm, decline, forward.
async fn act(stage: Stage<'_>, links: &mut Vec<(Scene, String)>) -> Result<()> {
    let signed = stage.send("signed", &[signer(1), signer(2)]).await?;
    signed.sign(1).await?;
    links.push((Scene::Signed, signed.link(1, "/sign/").await?));
    // The next one is asked when the seals are there.
    signed.link(2, "/sign/").await?;

    let place = json!({"document": 1, "page": 1, "x": 160, "y": 30, "width": 24, "height": 24});
    let seal_policies = [json!({"by": "sender", "placements": [place]}), json!({"by": "signer"})];
    for (scene, (name, seal_policy)) in [Scene::SealPlaced, Scene::SealFree]
        .into_iter()
        .zip(["seal-placed", "seal-free"].into_iter().zip(seal_policies))
    {
        let mut part = signer(1);
        part["seal_policy"] = seal_policy;
        let asked = stage.send(name, &[part]).await?;
        links.push((scene, asked.link(1, "/sign/").await?));
    }

    let viewer: Part = json!({"kind": "viewer", "order": 1});
    let viewed = stage.send("viewed", &[viewer, signer(2)]).await?;
    links.push((Scene::Viewer, viewed.link(1, "/sign/").await?));

    let declined = stage.send("declined", &[signer(1), signer(1)]).await?;
    links.push((Scene::DeclinedByAnother, declined.link(2, "/sign/").await?));
    let reason = stage.language.t("金額が見積書と異なります。", "The amount is not the one of your offer.");
    declined.act(1, "/confirm", "/decline", &[("reason", reason)]).await?;
    links.push((Scene::Declined, declined.link(1, "/sign/").await?));

    let forwarded = stage.send("forwarded", &[signer(1), signer(2)]).await?;
    let name = stage.language.t("田中 次郎", "Jiro Tanaka");
    let company = stage.language.t("株式会社〇〇", "Example Ltd");
    let reason = stage.language.t("担当が変わりました。", "He is in charge now.");
    let (email, language) = (forwarded.address(9), stage.language.tag());
    let to = [("name", name), ("company", company), ("email", &email), ("language", language), ("reason", reason)];
    forwarded.act(1, "/forward", "/forward", &to).await?;
    links.push((Scene::Forwarded, forwarded.link(1, "/sign/").await?));
    Ok(())
}

/// Envelopes and links come to an end.
async fn end(stage: Stage<'_>, links: &mut Vec<(Scene, String)>) -> Result<()> {
    let voided = stage.send("voided", &[signer(1), signer(2)]).await?;
    links.push((Scene::Voided, voided.link(1, "/sign/").await?));
    let reason = stage.language.t("内容に誤りがあったため", "There was a mistake in it");
    stage.sender.void(&voided.id, reason).await?;

    let failed = stage.send("failed", &[signer(1), signer(2)]).await?;
    links.push((Scene::Failed, failed.link(1, "/sign/").await?));
    backdoor::fail(stage.stack, &failed.id).await?;

    let replaced = stage.send("replaced", &[signer(1), signer(2)]).await?;
    links.push((Scene::Replaced, replaced.link(1, "/sign/").await?));
    replaced.ask_again(1, None).await
}

/// People are asked for more than the link.
async fn identify(stage: Stage<'_>, links: &mut Vec<(Scene, String)>) -> Result<()> {
    let access_code = json!({"type": "access_code", "code": ACCESS_CODE});
    let sms = |phone: &str| json!({"type": "sms", "phone": phone});
    let email_code = json!({"type": "email_code"});
    let number = stage.language.t("090-0000-4242", "090-0000-4243");
    let factors = [
        access_code.clone(),
        json!({"type": "totp", "key": TOTP_KEY}),
        sms("090-0000-1111"),
        email_code.clone(),
        sms(number),
        email_code.clone(),
        access_code,
        sms("090-0000-1112"),
        email_code,
    ];
    let parts: Vec<Part> = factors.iter().map(with_factor).collect();
    let scenario = stage.send("factor", &parts).await?;
    for person in [5, 6] {
        scenario.act(person, "", "/code", &[]).await?;
    }
    for _ in 0..TRIES {
        scenario.post(7, "", "/factor", &[("code", "tsubaki-2026")]).await?;
    }
    backdoor::refuse_code(stage.stack, &scenario.id, 8).await?;
    backdoor::use_up_codes(stage.stack, &scenario.id, 9).await?;
    use Scene::{AccessCode, CodesUsedUp, EmailCode, EmailCodeSent, Locked, Sms, SmsRefused, SmsSent, Totp};
    let scenes = [AccessCode, Totp, Sms, EmailCode, SmsSent, EmailCodeSent, Locked, SmsRefused, CodesUsedUp];
    for (scene, person) in scenes.into_iter().zip(1..) {
        links.push((scene, scenario.link(person, "/sign/").await?));
    }
    Ok(())
}

/// Somebody may use the registered seal, somebody else no longer.
async fn name_people(stage: Stage<'_>, links: &mut Vec<(Scene, String)>) -> Result<()> {
    let organisation = sender()?.organisation;
    let scenes = [("registered", Scene::RegisteredSeal), ("withdrawn", Scene::SealWithdrawn)];
    for (name, scene) in scenes {
        let person: EmailAddress = address(name, stage.language, 1).parse()?;
        stage.stack.change_seal(|seal| seal.persons.push(person.clone())).await?;
        let mut part = with_factor(&json!({"type": "access_code", "code": ACCESS_CODE}));
        part["seal"] = json!({"type": "registered", "organisation": organisation});
        let scenario = stage.send(name, &[part]).await?;
        links.push((scene, scenario.link(1, "/sign/").await?));
        if scene == Scene::SealWithdrawn {
            stage.stack.change_seal(|seal| seal.persons.retain(|known| *known != person)).await?;
        }
    }
    Ok(())
}

/// An administrator is told that the certificate of the registered seal ends.
async fn announce(stage: Stage<'_>) -> Result<()> {
    let (language, administrator) = (stage.language, address("administrator", stage.language, 1));
    let person = stage.stack.join(language.t("佐藤 花子", "Hanako Sato"), &administrator, language).await?;
    backdoor::announce_expiry(stage.stack, person).await
}

/// Mails come back; one address is corrected.
async fn bounce(stage: Stage<'_>) -> Result<()> {
    use domain::mail::Bounce::{Complaint, Permanent, Rejected, Suppressed, Transient, Undetermined};
    let bounces = [Permanent, Transient, Rejected, Suppressed, Undetermined, Complaint];
    let scenario = stage.send("bounced", &bounces.map(|_| signer(1))).await?;
    for (person, bounce) in (1..).zip(bounces) {
        scenario.link(person, "/sign/").await?;
        let request = backdoor::request_of(stage.sender, &scenario.id, person).await?;
        stage.stack.bounce(request, &scenario.address(person), bounce).await?;
    }
    backdoor::until_bounced(stage.sender, &scenario.id).await?;
    // The sender is told of it as long as the address is not corrected.
    let (sender, address) = (stage.language.t(SENDER, SENDER_EN).to_owned(), scenario.address(1));
    let is_notice = |mail: &Mail| mail.to.contains(&sender) && mail.text.contains(&address);
    mail(stage.stack, "the notice of a bounce", is_notice).await?;
    scenario.ask_again(1, Some(&scenario.address(9))).await
}

/// Lets days pass, counted from now, and the schedule do its work.
pub(super) async fn let_days_pass(stack: &Stack, days: i64) -> Result<()> {
    let_pass(stack, days * DAY).await
}

/// The same with seconds.
pub(super) async fn let_pass(stack: &Stack, seconds: i64) -> Result<()> {
    stack.move_clock(seconds)?;
    stack.invoke("expire-envelopes", &json!({"source": "schedule"})).await.map(drop)
}
