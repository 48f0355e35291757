//! The site as the function's environment describes it.

use lambda::environment::Environment;

use super::{Site, Support};

impl Site {
    /// How this deployment presents itself to people.
    pub fn from_environment(environment: &mut Environment) -> Self {
        Self {
            public_url: environment.required("KEIIN_PUBLIC_URL").trim_end_matches('/').to_owned(),
            brand: environment.required("KEIIN_BRAND"),
            brand_en: environment.optional("KEIIN_BRAND_EN"),
            copyright: environment.required("KEIIN_COPYRIGHT"),
            accent: environment.parsed("KEIIN_ACCENT_COLOR"),
            service: None,
            support: Support {
                phone: environment.optional("KEIIN_SUPPORT_PHONE"),
                hours: environment.optional("KEIIN_SUPPORT_HOURS"),
                hours_en: environment.optional("KEIIN_SUPPORT_HOURS_EN"),
                email: environment.optional("KEIIN_SUPPORT_EMAIL"),
                form: environment.optional("KEIIN_SUPPORT_FORM"),
            },
        }
    }
}
