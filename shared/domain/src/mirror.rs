//! Types that are written down, beside the domain's own: declared once, with the conversions both ways.
//!
//! What is stored keeps its shape while the domain changes, and so it has types of its own, here for evidence and in the
//! crate `aws` for the table's rows. As long as the two have the same parts, one list of them says everything: [`mirror!`]
//! makes the type and both conversions. They name every part of both types, so that a part that only one of them has does not
//! compile. From then on the conversion is written by hand.

use std::collections::BTreeSet;
use std::net::IpAddr;

use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use crate::authorisation::{AccessLevel, AddressRange, Role, Scope};
use crate::digest::Digest;
use crate::document::ObjectKey;
use crate::email_address::EmailAddress;
use crate::factor::{PhoneNumber, Secret};
use crate::ids::{
    ContactId, DocumentId, DocumentNumber, EnvelopeId, EnvelopeNumber, FolderId, GroupId, KeyId, ManagementNumber,
    OrganisationId, PersonId, RecipientNumber, SealId, SecretId,
};
use crate::policy::{Accent, FiscalYearEnd, TimeZoneName, TransactionPart};
use crate::transaction::FieldKey;

/// Makes a value of another type that means the same.
pub trait Convert<T> {
    /// The same in the other type.
    fn convert(self) -> T;
}

/// Values that are written as they are.
macro_rules! values {
    ($($Type:ty),* $(,)?) => {$(
        impl Convert<$Type> for $Type {
            fn convert(self) -> $Type {
                self
            }
        }
    )*};
}

values!(AccessLevel, Accent, FieldKey, FiscalYearEnd, TimeZoneName, TransactionPart);
values!(bool, u8, u16, u32, u64, i64, usize, String, Date, IpAddr, Timestamp, Uuid);
values!(
    ContactId,
    AddressRange,
    Digest,
    DocumentId,
    DocumentNumber,
    EmailAddress,
    EnvelopeId,
    EnvelopeNumber,
    FolderId,
    GroupId,
    KeyId
);
values!(
    ManagementNumber,
    ObjectKey,
    OrganisationId,
    PersonId,
    PhoneNumber,
    RecipientNumber,
    Role,
    Scope,
    SealId,
    Secret,
    SecretId
);

impl<A: Convert<B>, B> Convert<Box<B>> for Box<A> {
    fn convert(self) -> Box<B> {
        Box::new((*self).convert())
    }
}

impl<A: Convert<B>, B> Convert<Option<B>> for Option<A> {
    fn convert(self) -> Option<B> {
        self.map(A::convert)
    }
}

impl<A: Convert<B>, B> Convert<Vec<B>> for Vec<A> {
    fn convert(self) -> Vec<B> {
        self.into_iter().map(A::convert).collect()
    }
}

/// In their order.
impl<A: Convert<B>, B> Convert<Vec<B>> for BTreeSet<A> {
    fn convert(self) -> Vec<B> {
        self.into_iter().map(A::convert).collect()
    }
}

impl<A: Convert<B>, B: Ord> Convert<BTreeSet<B>> for Vec<A> {
    fn convert(self) -> BTreeSet<B> {
        self.into_iter().map(A::convert).collect()
    }
}

impl<A: Convert<B>, B> Convert<(u64, B)> for (u64, A) {
    fn convert(self) -> (u64, B) {
        (self.0, self.1.convert())
    }
}

/// Declares a type with `Serialize` and `Deserialize` that has the same parts as one of the domain, and [`Convert`] both
/// ways. `mirror!(struct Written = Domain { field: Type })`, the same with `enum`; variants are written in snake case, and what
/// stands in parentheses is given a name as well: `Recipient(number: RecipientNumber)`.
#[macro_export]
macro_rules! mirror {
    (
        $(#[$meta:meta])*
        $vis:vis struct $Written:ident = $Domain:ident {
            $($(#[$of_field:meta])* $field:ident: $Type:ty),* $(,)?
        }
    ) => {
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        $(#[$meta])*
        $vis struct $Written {
            $($(#[$of_field])* $field: $Type),*
        }

        impl $crate::mirror::Convert<$Written> for $Domain {
            fn convert(self) -> $Written {
                let $Domain { $($field),* } = self;
                $Written { $($field: $crate::mirror::Convert::convert($field)),* }
            }
        }

        impl $crate::mirror::Convert<$Domain> for $Written {
            fn convert(self) -> $Domain {
                let $Written { $($field),* } = self;
                $Domain { $($field: $crate::mirror::Convert::convert($field)),* }
            }
        }
    };
    (
        $(#[$meta:meta])*
        $vis:vis enum $Written:ident = $Domain:ident {
            $(
                $(#[$of_variant:meta])*
                $Variant:ident
                $(($inner:ident: $Inner:ty))?
                $({ $($(#[$of_field:meta])* $field:ident: $Type:ty),* $(,)? })?
            ),* $(,)?
        }
    ) => {
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        $(#[$meta])*
        $vis enum $Written {
            $($(#[$of_variant])* $Variant $(($Inner))? $({ $($(#[$of_field])* $field: $Type),* })?),*
        }

        impl $crate::mirror::Convert<$Written> for $Domain {
            fn convert(self) -> $Written {
                match self {
                    $($Domain::$Variant $(($inner))? $({ $($field),* })? => {
                        $Written::$Variant
                            $(($crate::mirror::Convert::convert($inner)))?
                            $({ $($field: $crate::mirror::Convert::convert($field)),* })?
                    })*
                }
            }
        }

        impl $crate::mirror::Convert<$Domain> for $Written {
            fn convert(self) -> $Domain {
                match self {
                    $($Written::$Variant $(($inner))? $({ $($field),* })? => {
                        $Domain::$Variant
                            $(($crate::mirror::Convert::convert($inner)))?
                            $({ $($field: $crate::mirror::Convert::convert($field)),* })?
                    })*
                }
            }
        }
    };
}
