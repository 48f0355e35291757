//! Copies of the table, beside its own recovery.

use serde_json::{Value, json};

use crate::common::{attribute, demand, faults, iam_statements, properties, ref_to};

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
    let rule = |template: &Value| {
        let copies = json!({
            "Sid": "Copies",
            "Effect": "Allow",
            "Action": ["dynamodb:DescribeTable", "dynamodb:ListTagsOfResource", "dynamodb:StartAwsBackupJob"],
            "Resource": attribute("Table", "Arn"),
        });
        let by_the_table = json!({"Fn::Sub": "dynamodb.${AWS::Region}.amazonaws.com"});
        let key = json!({
            "Sid": "DataKey",
            "Effect": "Allow",
            "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
            "Resource": attribute("DataKey", "Arn"),
            "Condition": {"StringEquals": {"kms:ViaService": by_the_table}},
        });
        let points = "arn:${AWS::Partition}:backup:${AWS::Region}:${AWS::AccountId}:recovery-point:*";
        let tags = json!({
            "Sid": "Tags",
            "Effect": "Allow",
            "Action": "backup:TagResource",
            "Resource": {"Fn::Sub": points},
        });
        let trusted = json!([{
            "Effect": "Allow",
            "Principal": {"Service": "backup.amazonaws.com"},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"aws:SourceAccount": ref_to("AWS::AccountId")}},
        }]);
        faults(
            template,
            [
                ("/Resources/BackupRole/Properties/Policies/0/PolicyDocument/Statement", json!([copies, key, tags])),
                ("/Resources/BackupRole/Properties/AssumeRolePolicyDocument/Statement", trusted),
            ],
        )
    };
    // What other policies would give the role counts as well.
    assert_eq!(iam_statements().iter().filter(|statement| statement.owner == "BackupRole").count(), 3);
    assert_eq!(properties("BackupRole")["ManagedPolicyArns"], Value::Null);
    let statements = "/Resources/BackupRole/Properties/Policies/0/PolicyDocument/Statement";
    demand(
        rule,
        &[
            (&format!("{statements}/0/Action/2"), json!("dynamodb:RestoreTableFromAwsBackup")),
            (&format!("{statements}/0/Resource"), json!("*")),
            (&format!("{statements}/1/Resource"), json!("*")),
            (&format!("{statements}/1/Condition"), Value::Null),
            (&format!("{statements}/2/Resource"), json!("*")),
            ("/Resources/BackupRole/Properties/AssumeRolePolicyDocument/Statement/0/Condition", json!({})),
        ],
    );
}
