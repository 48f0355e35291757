//! Who has a way out.

use serde_json::json;

use crate::common::{list, of_type, properties, ref_to};

#[test]
fn only_who_asks_timestamp_authorities_and_identity_providers_has_a_way_out() {
    for (id, function) in of_type("AWS::Lambda::Function") {
        let (group, subnets) = match id {
            "TimestampSeal" => ("EgressSecurityGroup", "EgressSubnetIds"),
            "SignInPerson" => ("SignInSecurityGroup", "EgressSubnetIds"),
            _ => ("PrivateSecurityGroup", "PrivateSubnetIds"),
        };
        let within = json!({
            "SecurityGroupIds": [ref_to(group)],
            "SubnetIds": {"Fn::Split": [",", ref_to(subnets)]},
        });
        assert_eq!(function["VpcConfig"], json!({"Fn::If": ["InVpc", within, ref_to("AWS::NoValue")]}), "{id}");
    }
    for way in list(&properties("PrivateSecurityGroup")["SecurityGroupEgress"]) {
        assert!(way["CidrIp"].is_null() && way["CidrIpv6"].is_null(), "a way out: {way}");
    }
}

#[test]
fn identity_providers_are_asked_by_tls_alone() {
    let ways = list(&properties("SignInSecurityGroup")["SecurityGroupEgress"]).into_iter();
    let ports: Vec<_> = ways.map(|way| (way["FromPort"].clone(), way["ToPort"].clone())).collect();
    assert_eq!(ports, [(json!(443), json!(443))]);
}
