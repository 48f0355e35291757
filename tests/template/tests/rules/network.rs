//! Who has a way out.

use serde_json::json;

use crate::common::{list, of_type, properties, ref_to};

#[test]
fn only_timestamp_seal_has_a_way_out() {
    for (id, function) in of_type("AWS::Lambda::Function") {
        let side = if id == "TimestampSeal" { "Egress" } else { "Private" };
        let within = json!({
            "SecurityGroupIds": [ref_to(&format!("{side}SecurityGroup"))],
            "SubnetIds": {"Fn::Split": [",", ref_to(&format!("{side}SubnetIds"))]},
        });
        assert_eq!(function["VpcConfig"], json!({"Fn::If": ["InVpc", within, ref_to("AWS::NoValue")]}), "{id}");
    }
    for way in list(&properties("PrivateSecurityGroup")["SecurityGroupEgress"]) {
        assert!(way["CidrIp"].is_null() && way["CidrIpv6"].is_null(), "a way out: {way}");
    }
}
