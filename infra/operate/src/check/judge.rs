//! What the facts mean. Pure.

use domain::authorisation::KeyTerms;
use domain::registered_seal::{RegisteredSeal, SealName};
use domain::retention::RetentionMode;
use domain::seal_expiry::{ExpiryNotice, days_left};
use jiff::{SignedDuration, Timestamp};

use super::{Administered, Answered, Facts, Finding, Identity, Item, Key, Lock, Seal, Sending, Subscriptions};
use crate::authority::{Tested, Told};
use crate::certificate::{self, leads_to};
use crate::connection::Stack;
use crate::{seal_key, seal_words};

/// Judges everything, in the order in which an operator sets it up. Certificates must be good for `days` more days.
pub fn judge(facts: &Facts, now: Timestamp, days: u16) -> Vec<Item> {
    let soon = now.saturating_add(SignedDuration::from_hours(24 * i64::from(days))).unwrap_or(Timestamp::MAX);
    let mut items = vec![
        item("region", region(&facts.stack)),
        item("stack", stack(&facts.stack)),
        item("firewall", facts.entrances.judge(&facts.stack)),
        item("lock of documents", known(&facts.lock, |found| lock(found, facts.stack.retention()))),
        item("sender identity", known(&facts.identity, |found| identity(found.as_ref(), &facts.stack))),
        item("mail account", known(&facts.sending, |found| sending(*found))),
    ];
    let operator = facts.operator.as_ref().map(Option::as_ref).map_err(Clone::clone);
    items.push(item("operator's seal", known(&operator, |found| operator_seal(*found, facts, now, soon))));
    match &facts.registered {
        Ok(registered) => items.extend(registered.iter().map(|(of, seal)| {
            item(&name_of(of, seal.certificate.name.as_ref()), registered_seal(of, seal, facts, now, soon))
        })),
        Err(reason) => items.push(item("registered seals", unanswered(reason))),
    }
    match &facts.authorities {
        Ok(all) if all.is_empty() => items.push(item("timestamp authority", no_authority())),
        Ok(all) => items.extend(all.iter().map(|tested| item("timestamp authority", authority(tested)))),
        Err(reason) => items.push(item("timestamp authority", unanswered(reason))),
    }
    items.push(item("trust anchors", known(&facts.anchors, |found| anchors(found, facts, now))));
    items.push(item("alarms", known(&facts.subscriptions, |found| alarms(*found))));
    match &facts.organisations {
        Ok(organisations) => items.extend(organisations.iter().flat_map(administered)),
        Err(reason) => items.push(item("organisations", unanswered(reason))),
    }
    items.extend(facts.provider.iter().map(|provider| item("identity provider", provider.judge())));
    items.push(item("API key", known(&facts.api_keys, |found| api_keys(found, now))));
    items.extend(facts.unreadable.iter().map(|reason| item("setting", unreadable(reason))));
    items
}

fn administered(organisation: &Administered) -> Vec<Item> {
    let id = &organisation.id;
    let administrators = item(&format!("administrators of {id}"), organisation.judge());
    let provider = organisation.provider.iter();
    let provider = provider.map(|provider| item(&format!("identity provider of {id}"), provider.judge()));
    [administrators].into_iter().chain(provider).collect()
}

fn item(name: &str, finding: Finding) -> Item {
    Item { name: name.to_owned(), finding }
}

fn ok(what: impl Into<String>) -> Finding {
    Finding::Ok(what.into())
}

fn missing(what: impl Into<String>, todo: impl Into<String>) -> Finding {
    Finding::Missing { what: what.into(), todo: todo.into() }
}

fn known<T>(answered: &Answered<T>, judge: impl FnOnce(&T) -> Finding) -> Finding {
    match answered {
        Ok(found) => judge(found),
        Err(reason) => unanswered(reason),
    }
}

fn unanswered(reason: &str) -> Finding {
    missing(format!("it could not be found out: {reason}"), "See that you may ask for it, and check again")
}

fn region(stack: &Stack) -> Finding {
    let is_in_japan = ["ap-northeast-1", "ap-northeast-3"].contains(&stack.region());
    let place = if is_in_japan { "in Japan" } else { "outside Japan: documents and addresses are kept there" };
    ok(format!("{}, account {}, {place}", stack.region(), stack.account()))
}

/// Outputs without which nothing works.
const NEEDED: [&str; 6] =
    ["ApiUrl", "PublicUrl", "TableName", "BucketName", "OperatorSealKeyArn", "SealDocumentRoleArn"];

fn stack(stack: &Stack) -> Finding {
    let absent: Vec<_> = NEEDED.into_iter().filter(|name| !stack.outputs.contains_key(*name)).collect();
    if !["CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"].contains(&stack.status.as_str()) {
        return missing(
            format!("the stack {} is {}", stack.name, stack.status),
            "Wait until it is complete; `aws cloudformation describe-stack-events` says why where it is not",
        );
    }
    if !absent.is_empty() {
        let what = format!("the stack {} has no output {}", stack.name, absent.join(", "));
        return missing(what, "Deploy the template of this version");
    }
    if stack.parameter("CertificateRequesterArn").is_some() {
        let what = "the role of CertificateRequesterArn may sign with the operator's key";
        return missing(what, "When the certificate request is made, deploy again with CertificateRequesterArn=");
    }
    ok(format!("{} {}, {}", stack.name, stack.status, stack.outputs["PublicUrl"]))
}

fn lock(lock: &Lock, mode: Option<RetentionMode>) -> Finding {
    if !lock.enabled {
        return missing(
            "the documents' bucket cannot lock objects",
            "Switch Object Lock on: `aws s3api put-object-lock-configuration`; versioning is on already",
        );
    }
    if let Some(default) = &lock.default {
        return missing(
            format!("the documents' bucket locks every new object ({default}), uploads and drafts too"),
            "Take the default rule away; finished documents are locked one by one",
        );
    }
    match mode {
        Some(RetentionMode::Compliance) => {
            ok("COMPLIANCE: nobody can delete a finished contract for at least seven years, whoever asks")
        }
        Some(RetentionMode::Trial { days }) => ok(format!(
            "A TRIAL: GOVERNANCE for {days} days; administrators can delete documents. Not for real contracts"
        )),
        None => missing("TrialRetentionDays is no number of days", "Deploy with 0, or with 1 to 365 for a trial"),
    }
}

fn identity(identity: Option<&Identity>, stack: &Stack) -> Finding {
    let from = stack.parameter("MailFrom").unwrap_or_default();
    match identity {
        None => missing(
            format!("SES has no identity for {from}"),
            "Deploy with SenderIdentity=, the domain, or make the identity in SES",
        ),
        Some(Identity { name, verified: false, .. }) => missing(
            format!("the identity {name} is not verified"),
            "Put the CNAME records that SES shows for it into the domain's DNS, and wait",
        ),
        Some(Identity { name, signs: true, .. }) => ok(format!("{name} is verified, mails are signed with DKIM")),
        Some(Identity { name, signs: false, .. }) => {
            ok(format!("{name} is verified; without DKIM many mails will be taken for junk"))
        }
    }
}

fn sending(sending: Sending) -> Finding {
    match sending {
        Sending { enabled: false, .. } => {
            missing("SES sends nothing from this account", "Look into the SES console for the reason")
        }
        Sending { production: false, .. } => missing(
            "the account is in the SES sandbox and writes to verified addresses only",
            "Request production access (SES console, “Account dashboard”)",
        ),
        Sending { production: true, enabled: true } => ok("out of the sandbox"),
    }
}

fn operator_seal(seal: Option<&Seal>, facts: &Facts, now: Timestamp, soon: Timestamp) -> Finding {
    match seal {
        Some(seal) => judge_seal(seal, "--operator", facts, now, soon),
        None => missing(
            "no certificate is imported",
            "`keiin key request-certificate --operator`, have a CA issue it, `keiin key import-certificate --operator`",
        ),
    }
}

/// `registered seal of takikawa`, `registered seal water of takikawa (水道事業管理者之印)`.
fn name_of(seal: &RegisteredSeal, name: Option<&SealName>) -> String {
    let id = seal.further().map_or_else(String::new, |id| format!("{id} "));
    let name = name.map_or_else(String::new, |name| format!(" ({})", name.ja));
    format!("registered seal {id}of {}{name}", seal.owner())
}

fn registered_seal(of: &RegisteredSeal, seal: &Seal, facts: &Facts, now: Timestamp, soon: Timestamp) -> Finding {
    let arguments = seal_words::arguments(of);
    if seal.certificate.persons.is_empty() {
        let todo = format!("`keiin key allow {arguments} --person ADDRESS`");
        return missing("it names nobody who may sign with it", todo);
    }
    match &seal.deactivated {
        Ok(deactivated) if deactivated.is_empty() => {}
        Ok(deactivated) => {
            let named = |before: &str, separator: &str| {
                let named: Vec<String> = deactivated.iter().map(|address| format!("{before}{address}")).collect();
                named.join(separator)
            };
            let todo = format!("`keiin key disallow {arguments} {}`", named("--person ", " "));
            let what = format!("it names people who were deactivated, and may sign with it still: {}", named("", ", "));
            return missing(what, todo);
        }
        Err(reason) => return unanswered(reason),
    }
    judge_seal(seal, &arguments, facts, now, soon)
}

fn judge_seal(seal: &Seal, arguments: &str, facts: &Facts, now: Timestamp, soon: Timestamp) -> Finding {
    let key = match &seal.key {
        Ok(key) => key,
        Err(reason) => return unanswered(reason),
    };
    if let Some(finding) = judge_key(key, facts, &seal.certificate.key_id) {
        return finding;
    }
    let import = || format!("`keiin key import-certificate {arguments} --replace --chain FILE`");
    match certificate::judge_stored(&seal.certificate.chain_pem, &key.public_key, now) {
        Err(refusal) => missing(refusal.to_string(), format!("Import one that is good: {}", import())),
        Ok(issued) if issued.valid_until < soon => {
            let left = days_left(issued.valid_until, now);
            let (urgency, request) = match ExpiryNotice::due(issued.valid_until, now) {
                Some(ExpiryNotice::Within7Days) => ("URGENT: ", "Have a new one issued at once"),
                Some(ExpiryNotice::Within30Days) => ("soon: ", "Request a new one now"),
                Some(ExpiryNotice::Within90Days | ExpiryNotice::Ended) | None => ("", "Request a new one in time"),
            };
            missing(
                format!("{urgency}{} is valid until {} only, {left} days from now", issued.subject, issued.valid_until),
                format!("{request}, and then {}", import()),
            )
        }
        Ok(issued) => match &seal.is_known {
            Ok(true) => ok(format!("{}, issued by {}, until {}", issued.subject, issued.issuer, issued.valid_until)),
            Ok(false) => missing(
                format!(
                    "/verify does not know {} as this seal's, and takes what it states for anybody's claim",
                    issued.subject
                ),
                format!("Import the same certificate again: {}", import()),
            ),
            Err(reason) => unanswered(reason),
        },
    }
}

/// What is wrong with a key, if anything.
fn judge_key(key: &Key, facts: &Facts, id: &str) -> Option<Finding> {
    if !key.enabled {
        return Some(missing(format!("the key {id} is disabled"), format!("`aws kms enable-key --key-id {id}`")));
    }
    if !key.tagged {
        let (name, value) = seal_key::TAG;
        let todo = format!("`aws kms tag-resource --key-id {id} --tags TagKey={name},TagValue={value}`");
        return Some(missing(
            format!("the key {id} has not the tag {name}, so that seal-document may not use it"),
            todo,
        ));
    }
    let role = facts.stack.outputs.get("SealDocumentRoleArn").cloned().unwrap_or_default();
    let mut signers = seal_key::signers(&key.policy);
    let may = signers.remove(&role);
    let restore = "`keiin key protect`, and find out in CloudTrail who has signed";
    if let Some(other) = signers.first() {
        return Some(missing(format!("the policy of {id} lets {other} sign as well"), restore));
    }
    if !seal_key::denies_others(&key.policy, &role) {
        return Some(missing(format!("the policy of {id} does not deny others to sign"), restore));
    }
    (!may).then(|| missing(format!("the policy of {id} does not let seal-document sign"), restore))
}

fn no_authority() -> Finding {
    missing("no timestamp authority is set up", "`keiin authority add`")
}

fn authority(tested: &Tested) -> Finding {
    let url = &tested.authority.url;
    match &tested.outcome {
        Ok(Told { authority, difference, .. }) => {
            let accredited = if tested.authority.accredited { "accredited" } else { "not accredited (認定外)" };
            ok(format!("{url}: {authority}, {accredited}, {:.1} s from this clock", difference.as_secs_f64()))
        }
        Err(reason) => missing(
            format!("{url}: {reason}"),
            "Where its certificates have changed, `keiin authority add --replace`; otherwise ask the authority",
        ),
    }
}

fn anchors(anchors: &[String], facts: &Facts, now: Timestamp) -> Finding {
    if anchors.is_empty() {
        return missing("nobody is trusted, so that /verify confirms no signature", "`keiin trust add ROOT.pem …`");
    }
    let own = facts.operator.as_ref().ok().and_then(Option::as_ref).map(|seal| &seal.certificate.chain_pem);
    if own.is_some_and(|chain| !leads_to(chain, anchors, now)) {
        let what = "the operator's own certificate leads to none of them, so that /verify does not confirm its seals";
        return missing(what, "`keiin trust add` with the root of the CA that has issued it");
    }
    ok(format!("{} set up", anchors.len()))
}

fn alarms(subscriptions: Option<Subscriptions>) -> Finding {
    match subscriptions {
        None => {
            missing("the alarms tell nobody", "Make an SNS topic with a subscription, and deploy with AlarmTopicArn=")
        }
        Some(Subscriptions { confirmed: 0, pending }) => missing(
            format!("nobody hears the alarms; subscriptions that wait to be confirmed: {pending}"),
            "`aws sns subscribe`, and follow the link in the mail that comes",
        ),
        Some(Subscriptions { confirmed, .. }) => ok(format!("confirmed subscriptions: {confirmed}")),
    }
}

fn api_keys(keys: &[KeyTerms], now: Timestamp) -> Finding {
    let ended = keys.iter().filter(|terms| terms.is_over(now)).count();
    let also = if ended == 0 { String::new() } else { format!("; ended: {ended}") };
    match keys.len() - ended {
        0 if ended == 0 => missing("there is no API key", "`keiin organisation add`"),
        0 => missing(format!("every API key has ended ({ended})"), "`keiin api-key make`"),
        count => ok(format!("{count} in use{also}")),
    }
}

fn unreadable(reason: &str) -> Finding {
    missing(
        format!("a row cannot be read, and no function can: {reason}"),
        "Where a newer version has written it, use that version's `keiin`; otherwise revoke the API key, import the \
         certificate again with --replace and say anew who may use it, or `keiin organisation set … --replace`",
    )
}
