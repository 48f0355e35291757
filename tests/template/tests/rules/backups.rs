//! Copies of the table, beside its own recovery.

use serde_json::{Value, json};

use crate::common::{Statement, attribute, demand, faults, iam_statements, properties, ref_to};

#[test]
fn the_table_is_copied_each_day_for_as_long_as_it_can_be_recovered_itself() {
    assert_eq!(properties("Table")["PointInTimeRecoverySpecification"]["RecoveryPeriodInDays"], 35);
    let rule = |template: &Value| {
        faults(
            template,
            [
                (
                    "/Resources/BackupPlan/Properties/BackupPlan/BackupPlanRule/0/Lifecycle",
                    json!({"DeleteAfterDays": 35}),
                ),
                (
                    "/Resources/BackupPlan/Properties/BackupPlan/BackupPlanRule/0/ScheduleExpression",
                    json!("cron(0 17 * * ? *)"),
                ),
                (
                    "/Resources/BackupPlan/Properties/BackupPlan/BackupPlanRule/0/TargetBackupVault",
                    ref_to("BackupVault"),
                ),
                ("/Resources/BackupSelection/Properties/BackupPlanId", ref_to("BackupPlan")),
                ("/Resources/BackupSelection/Properties/BackupSelection/Resources", json!([attribute("Table", "Arn")])),
                ("/Resources/BackupSelection/Properties/BackupSelection/IamRoleArn", attribute("BackupRole", "Arn")),
            ],
        )
    };
    demand(
        rule,
        &[
            ("/Resources/BackupPlan/Properties/BackupPlan/BackupPlanRule/0/Lifecycle/DeleteAfterDays", json!(7)),
            (
                "/Resources/BackupPlan/Properties/BackupPlan/BackupPlanRule/0/ScheduleExpression",
                json!("cron(0 17 1 * ? *)"),
            ),
            ("/Resources/BackupSelection/Properties/BackupSelection/Resources", json!([])),
        ],
    );
}

#[test]
fn copies_are_made_unless_the_operator_says_otherwise_and_stay_when_the_stack_goes() {
    let rule = |template: &Value| {
        let mut faults = faults(
            template,
            [
                ("/Parameters/DailyBackups/Default", json!("true")),
                ("/Parameters/BackupLock/Default", json!("none")),
                ("/Conditions/HasBackupVault", json!({"Fn::Equals": [ref_to("LocalEndpoint"), ""]})),
                (
                    "/Conditions/HasBackups",
                    json!({"Fn::And": [
                        {"Fn::Equals": [ref_to("DailyBackups"), "true"]}, {"Condition": "HasBackupVault"},
                    ]}),
                ),
                ("/Resources/BackupVault/DeletionPolicy", json!("Retain")),
                ("/Resources/BackupVault/UpdateReplacePolicy", json!("Retain")),
            ],
        );
        for id in ["BackupPlan", "BackupRole", "BackupSelection"] {
            if template["Resources"][id]["Condition"] != "HasBackups" {
                faults.push(format!("{id} is there where there are no backups"));
            }
        }
        // A vault that is kept would stand in the way of one of the same name.
        if template["Resources"]["BackupVault"]["Condition"] != "HasBackupVault" {
            faults.push("the vault goes when copies are switched off, or is there on the emulator".to_owned());
        }
        faults
    };
    demand(
        rule,
        &[
            ("/Parameters/DailyBackups/Default", json!("false")),
            ("/Resources/BackupVault/DeletionPolicy", json!("Delete")),
            ("/Resources/BackupSelection/Condition", json!("HasUserPool")),
            ("/Resources/BackupVault/Condition", json!("HasBackups")),
            ("/Conditions/HasBackupVault/Fn::Equals/0", ref_to("DailyBackups")),
        ],
    );
}

/// A lock that nobody can take back is for whoever asks for it by name.
#[test]
fn a_vault_is_locked_only_as_the_operator_says() {
    let rule = |template: &Value| {
        let for_good = json!({"Fn::If": ["LocksBackupsForGood", 3, ref_to("AWS::NoValue")]});
        let lock = json!({"MinRetentionDays": 35, "ChangeableForDays": for_good});
        faults(
            template,
            [
                (
                    "/Resources/BackupVault/Properties/LockConfiguration",
                    json!({"Fn::If": ["LocksBackups", lock, ref_to("AWS::NoValue")]}),
                ),
                ("/Conditions/LocksBackups", json!({"Fn::Not": [{"Fn::Equals": [ref_to("BackupLock"), "none"]}]})),
                ("/Conditions/LocksBackupsForGood", json!({"Fn::Equals": [ref_to("BackupLock"), "compliance"]})),
            ],
        )
    };
    demand(
        rule,
        &[
            ("/Conditions/LocksBackupsForGood/Fn::Equals/1", json!("governance")),
            ("/Resources/BackupVault/Properties/LockConfiguration/Fn::If/1/ChangeableForDays", json!(3)),
        ],
    );
}

#[test]
fn whoever_makes_copies_reads_changes_and_restores_nothing() {
    let own: Vec<_> = iam_statements().into_iter().filter(|s| s.owner == "BackupRole").collect();
    let may: Vec<_> = own.iter().flat_map(Statement::actions).collect();
    let expected = [
        "dynamodb:DescribeTable",
        "dynamodb:ListTagsOfResource",
        "dynamodb:StartAwsBackupJob",
        "kms:Decrypt",
        "kms:GenerateDataKey",
        "backup:TagResource",
    ];
    assert_eq!(may, expected);
    let trust = &properties("BackupRole")["AssumeRolePolicyDocument"]["Statement"][0];
    assert_eq!(trust["Principal"], json!({"Service": "backup.amazonaws.com"}));
    assert_eq!(trust["Condition"], json!({"StringEquals": {"aws:SourceAccount": ref_to("AWS::AccountId")}}));
}
