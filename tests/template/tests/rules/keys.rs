//! Who signs, and what the keys are for.

use std::collections::BTreeSet;

use serde_json::json;

use crate::common::{
    TEMPLATE, attribute, iam_statements, list, of_type, properties, ref_to, resource_statements, statement,
};

#[test]
fn only_the_sealing_function_may_sign_by_iam() {
    let signers: BTreeSet<_> = iam_statements()
        .iter()
        .filter(|s| s.allows() && s.actions().iter().any(|a| a.starts_with("kms:Sign") || a.contains('*')))
        .map(|s| s.owner)
        .collect();
    assert_eq!(signers, BTreeSet::from(["SealDocumentRole"]));

    let seals = statement("SealDocumentRole", "Seals");
    assert_eq!(
        seals["Condition"],
        json!({"StringEquals": {"aws:ResourceTag/keiin:seal": "true"}}),
        "any key of the account"
    );
    let users: Vec<_> = of_type("AWS::Lambda::Function")
        .into_iter()
        .filter(|(_, f)| f["Role"] == attribute("SealDocumentRole", "Arn"))
        .map(|(id, _)| id)
        .collect();
    assert_eq!(users, ["SealDocument"], "who carries the sealing role");
}

#[test]
fn only_the_sealing_function_may_sign_by_the_keys_own_policy() {
    let signing: Vec<_> = resource_statements()
        .into_iter()
        .filter(|s| s.allows() && s.actions().iter().any(|a| ["kms:Sign", "kms:CreateGrant"].contains(a)))
        .filter(|s| s.owner != "DataKey")
        .map(|s| (s.name(), s.body["Principal"]["AWS"].clone(), s.actions()))
        .collect();
    // A request holds the public key; a seal needs the signature alone.
    let (signs, requests) = (vec!["kms:Sign"], vec!["kms:GetPublicKey", "kms:Sign"]);
    assert_eq!(
        signing,
        [
            ("OperatorSealKey/SealDocumentSigns".to_owned(), attribute("SealDocumentRole", "Arn"), signs),
            ("OperatorSealKey/CertificateRequest".to_owned(), ref_to("CertificateRequesterArn"), requests),
        ]
    );
}

#[test]
fn nobody_may_request_certificates_unless_the_operator_says_who() {
    let conditional = list(&properties("OperatorSealKey")["KeyPolicy"]["Statement"])
        .into_iter()
        .find(|s| s["Fn::If"][1]["Sid"] == "CertificateRequest")
        .expect("the statement stands under a condition");
    assert_eq!(conditional["Fn::If"][0], "HasCertificateRequester");
    assert_eq!(conditional["Fn::If"][2], ref_to("AWS::NoValue"));
    assert_eq!(TEMPLATE["Parameters"]["CertificateRequesterArn"]["Default"], "");
}

#[test]
fn the_seal_key_refuses_all_others_even_by_grant() {
    let denial = statement("OperatorSealKey", "NobodyElseSigns");
    assert_eq!(denial["Effect"], "Deny");
    assert_eq!(denial["Principal"], json!({"AWS": "*"}));
    assert_eq!(denial["Action"], "kms:Sign");
    let excepted = list(&denial["Condition"]["ArnNotEquals"]["aws:PrincipalArn"]);
    assert_eq!(excepted.len(), 3);
    assert_eq!(*excepted[0], attribute("SealDocumentRole", "Arn"));
    assert!(excepted[1]["Fn::Sub"].as_str().is_some_and(|arn| arn.ends_with(":assumed-role/${SealDocumentRole}/*")));
    assert_eq!(
        *excepted[2],
        json!({"Fn::If": ["HasCertificateRequester", ref_to("CertificateRequesterArn"), ref_to("AWS::NoValue")]})
    );
}

#[test]
fn the_seal_key_is_for_signing_stays_and_is_marked() {
    let key = properties("OperatorSealKey");
    assert_eq!(key["KeyUsage"], "SIGN_VERIFY");
    assert_eq!(key["KeySpec"], ref_to("SealKeySpec"));
    assert_eq!(TEMPLATE["Parameters"]["SealKeySpec"]["AllowedValues"], json!(["RSA_3072", "ECC_NIST_P256"]));
    assert_eq!(key["PendingWindowInDays"], 30);
    assert!(key["EnableKeyRotation"].is_null(), "its certificate is bound to it");
    assert!(list(&key["Tags"]).contains(&&json!({"Key": "keiin:seal", "Value": "true"})));
}

#[test]
fn the_data_key_is_used_only_by_way_of_table_and_bucket() {
    for s in iam_statements().iter().filter(|s| s.allows() && s.resources().contains(&&attribute("DataKey", "Arn"))) {
        assert_eq!(s.actions(), ["kms:Decrypt", "kms:GenerateDataKey"], "{}", s.name());
        let services = list(&s.body["Condition"]["StringEquals"]["kms:ViaService"]);
        let is_backup = s.owner == "BackupRole";
        assert_eq!(services.len(), if is_backup { 1 } else { 2 }, "{}", s.name());
    }
    assert_eq!(properties("DataKey")["EnableKeyRotation"], true);
}
