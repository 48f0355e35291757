//! Colours that do not depend on a device.

/// sRGB by its primaries and white point (IEC 61966-2-1) with the transfer curve as a power.
#[cfg(feature = "appearance")]
pub(super) const SRGB: &str = "[/CalRGB << /WhitePoint [0.9505 1 1.089] /Gamma [2.2 2.2 2.2] \
                    /Matrix [0.4124 0.2126 0.0193 0.3576 0.7152 0.1192 0.1805 0.0722 0.9505] >>]";
/// Grey with sRGB's white point and curve.
pub(crate) const GREY: &str = "[/CalGray << /WhitePoint [0.9505 1 1.089] /Gamma 2.2 >>]";
